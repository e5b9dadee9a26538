// @ts-check
/** Everything the script itself says to a visitor: load states and failures. Results and input errors come from Python. */

/** @typedef {import('./types/wire').FailureCode} FailureCode */

/** @type {Record<FailureCode, string>} */
const CAUSES = {
  unsupported: '这个浏览器不能运行在线计算。请换用新版的 Chrome、Edge、Firefox 或 Safari 打开本页。',
  network: '计算程序没有下载成功。请检查网络，再点“重试”。',
  stalled: '计算程序下载或启动中断。请检查网络，再点“重试”。',
  damaged: '下载到的计算程序不完整。请点“重试”；仍不行，请换一个网络或浏览器。',
  scripts: '计算程序的脚本没有下载成功。请检查网络，再点“重试”。',
  engine: '这个浏览器启动不了计算程序。请点“重试”，或换用新版的 Chrome、Edge、Firefox。',
  start: '计算程序没有启动成功。请点“重试”，或换用新版的 Chrome、Edge、Firefox。',
  crash: '计算程序中途停止。请点“重试”。',
};

const STILL_VALID = '页面上已有的结果是事先算好的算例，仍可参考。';

/**
 * A failure in one paragraph: cause, remedy, and a code to read out over the telephone.
 * @param {FailureCode} code
 * @param {string} detail
 */
export function failureText(code, detail) {
  const technical = [code, detail].filter(Boolean).join('：');
  return `${CAUSES[code]}${STILL_VALID}（代码 ${technical.slice(0, 120)}）`;
}

/**
 * @param {number} share part of the bytes that has arrived, 0 to 1
 * @param {import('./types/wire').Way} way
 */
export function progressText(share, way) {
  const amount = share < 1 ? `已下载 ${Math.floor(share * 100)}%` : '下载完成，正在启动';
  const spare = way === 'fallback' ? '快速方式没有成功，改用备用方式。' : '';
  return `${spare}正在准备计算程序：${amount}。`;
}

export const SLOW_TEXT = '网络较慢时请稍等，也可以先看页面上的算例；长时间没有变化，请刷新页面重试。';
export const HANG_TEXT = '这组输入算得太久，已停止计算。请检查输入的金额、日期和期数，改动后会重新计算。';
export const OUTDATED_TEXT = '下面是上一次有效输入的结果，改好标出的项目后会更新。';
export const RETRY_TEXT = '重试';
export const TAKE_FAILED_TEXT = '这次没有做成，计算结果不受影响。请再点一次；仍不行，请刷新页面。';
export const CHART_TEXT = '图没有下载成功；数字以表为准。';
