// @ts-check
/**
 * Makes Chinese queries with digits match the search index.
 *
 * The index is cut at every border between Han, Latin and digits, but the
 * theme cuts only the Han runs of a query, so 20万元 stays one term and finds
 * nothing. This file runs before the theme's bundle and wraps the constructor
 * of its search worker: query messages pass through `spread` on their way in.
 * It is external because the security policy allows no inline script.
 */
(() => {
  const QUERY = 2; // the theme's message type for a query
  const HAN = "\\p{Script=Han}";
  const OTHER = "[A-Za-z0-9.]";
  const BORDERS = new RegExp(`${HAN}(?=${OTHER})|${OTHER}(?=${HAN})`, "gu");
  const MARKS = /[%〔〕【】（）()《》〈〉“”：:、，。·／/—…＋]/gu;

  /** @param {string} text what the reader typed @returns {string} the same with spaces at the borders */
  const spread = (text) => text.normalize("NFKC").replace(MARKS, " ").replace(BORDERS, "$& ");

  /** @param {unknown} message @returns {unknown} */
  const prepared = (message) => {
    const query = /** @type {{type?: number, data?: unknown}} */ (message);
    return query?.type === QUERY && typeof query.data === "string" ? { ...query, data: spread(query.data) } : message;
  };

  const Original = window.Worker;
  window.Worker = class extends Original {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      if (String(url).includes("/workers/search")) {
        const post = this.postMessage.bind(this);
        this.postMessage = (/** @type {unknown} */ message) => post(prepared(message));
      }
    }
  };
})();
