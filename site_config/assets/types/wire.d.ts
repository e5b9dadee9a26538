// The wire between page and worker, and the reply of calculators/browser.py: types only.

export type FailureCode = 'unsupported' | 'network' | 'damaged' | 'scripts' | 'engine' | 'start' | 'crash' | 'stalled';

/** How to start: from the snapshot (its header, and the size of its heap in bytes), or from the library and our package. */
export interface Job {
  way: Way;
  lock: string;
  header: string;
  heap: number;
}

export type ToWorker =
  | { type: 'boot'; job: Job }
  | { type: 'part'; name: string; content: WebAssembly.Module | ArrayBuffer }
  | { type: 'equip'; name: string }
  | { type: 'ask'; text: string };

export type FromWorker =
  | { type: 'scripts' }
  | { type: 'ready' }
  | { type: 'equipped' }
  | { type: 'reply'; text: string }
  | { type: 'failed'; code: FailureCode; detail: string };

export interface Manifest {
  folder: string;
  lock: string;
  header: string;
  heap: number;
  files: Record<string, { bytes: number; sha256: string; br: number; gz: number }>;
}

export type Way = 'snapshot' | 'fallback';

/** What panels are told about the engine. `share` is the part of the bytes that have arrived, 0 to 1. */
export type Status =
  | { state: 'idle' }
  | { state: 'loading'; way: Way; share: number }
  | { state: 'ready'; way: Way }
  | { state: 'failed'; code: FailureCode; detail: string };

/** What 改一个数会怎样 answers: what stands below its controls, and how the controls stand now. */
export interface WhatIfReply {
  id: number;
  ok: boolean;
  failure?: string;
  html?: string | null;
  announcement?: string;
  controls?: {
    fields: [string, string][];
    field: string;
    low: string;
    high: string;
    step: string;
    at: string;
    said: string;
    unit: string;
  };
}

export interface Reply {
  id: number;
  ok: boolean;
  failure?: string;
  result_html?: string | null;
  errors?: Record<string, string>;
  hidden?: string[];
  announcement?: string;
  headline?: { key: string; value: string; text: string } | null;
}

/** What a button gets: see calculators/views/take.py. */
export interface Taken {
  ok?: boolean;
  how?: 'copy' | 'save' | 'print' | 'show';
  text?: string;
  base64?: string;
  html?: string;
  filename?: string;
  type?: string;
  said?: string;
  by_hand?: string;
  wait?: string;
  /** Libraries that have to be brought first, and what to say when they do not come. */
  needs?: string;
  lost?: string;
  failure?: string;
}

/** What a link or a case file holds: see calculators/views/opened.py. */
export interface Opened {
  ok: boolean;
  values?: Record<string, string> | null;
  message_html?: string;
  failure?: string;
}

/** The reply to `compare` and `choices`. */
export interface Compared {
  ok: boolean;
  html?: string;
  announcement?: string;
  failure?: string;
}

/** What the verb `journey` answers: the page of a step, or of the earlier one on which something has to be mended. */
export interface JourneyReply {
  id: number;
  ok: boolean;
  failure?: string;
  html: string;
  result_html: string | null;
  hidden: string[];
  step: string;
  steps: string[];
  title: string;
  errors: Record<string, string>;
  announcement: string;
  dropped: string[];
  /** The answers of a link that was opened. */ answers: Record<string, string> | null;
  /** What a link to this report carries. */ fragment: string | null;
}

declare global {
  /** pyodide.asm.js and pyodide.js */
  var _createPyodideModule: (settings: unknown) => Promise<{ HEAPU8: Uint8Array<ArrayBuffer>; _sbrk(change: number): number }>;
  var loadPyodide: (options: object) => Promise<any>;
  /** Material's stream of pages, absent elsewhere. */
  var document$: { subscribe(listener: () => void): unknown } | undefined;
  interface Navigator {
    connection?: { saveData?: boolean };
  }
}
