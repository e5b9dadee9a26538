// Takes the place of runtime.js on the bench: the same panel on the same page, with stock Pyodide behind it.
export class Hang extends Error {}
export class Superseded extends Error {}
export const mayStartAlone = () => false;

class StockEngine {
  status = { state: 'idle' };
  listeners = new Set();
  resolvers = [];

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start() {
    if (this.worker) return;
    this.worker = new Worker(new URL('../stock/worker.js', import.meta.url));
    this.worker.onmessage = ({ data }) => this.resolvers.shift()(data);
    this.status = { state: 'ready', way: 'stock' };
    this.listeners.forEach((listener) => listener(this.status));
  }

  ask(_, text) {
    return new Promise((resolve) => {
      this.resolvers.push(resolve);
      this.worker.postMessage(text);
    });
  }
}

export const engine = new StockEngine();
