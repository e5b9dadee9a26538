// @ts-check
/**
 * Makes Chinese queries with digits match the search index.
 *
 * The index is cut at every border between Han characters and the rest, but the
 * theme cuts only the Han runs of a query, so 20万元 stays one term and finds
 * nothing. This file runs before the theme's bundle and wraps the constructor
 * of its search worker: query messages pass through `prepare` on their way in.
 * It is a file of its own because the security policy allows no inline script.
 */
(() => {
  const QUERY = 2; // the theme's message type for a query
  const BORDERS = /\p{Script=Han}(?=[A-Za-z0-9])|[A-Za-z0-9.](?=\p{Script=Han})/gu;
  const MARKS = /[%〔〕【】（）()《》〈〉“”":：、，。·~～/—…＋+]/gu;
  // A number with more text behind it is complete. Without the sign every term
  // is a prefix and optional, and 20万元 would first find 2015 and 2016.
  const FINISHED_NUMBER = /(^|\s)(\d[\d.]*)(?=\s)/gu;

  /** @param {string} text what the reader typed @returns {string} the query for the search worker */
  const prepare = (text) =>
    text.normalize("NFKC").replace(MARKS, " ").replace(BORDERS, "$& ").replace(FINISHED_NUMBER, "$1+$2");

  /** @param {any} message @returns {unknown} the message, its text prepared when it is a query */
  const prepared = (message) =>
    message?.type === QUERY && typeof message.data === "string" ? { ...message, data: prepare(message.data) } : message;

  const ThemeWorker = window.Worker;
  window.Worker = class extends ThemeWorker {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      if (!String(url).includes("/workers/search")) return;
      const post = this.postMessage.bind(this);
      this.postMessage = (/** @type {unknown} */ message) => post(prepared(message));
    }
  };
})();
