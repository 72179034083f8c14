// What the package has beside its front door: reached so, it does not print on the terminal of whoever starts the service that it is made for more.
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}
declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  import type { AdapterConstructor } from 'oidc-provider';
  /** Keeps what it is given in this process's memory; seconds by which clocks may differ. */
  export function createMemoryAdapter(clockTolerance: number): AdapterConstructor;
}
