/** The part of ical.js that the tests use: it ships its types where CommonJS does not look for them. */
declare module 'ical.js' {
  interface Property {
    getParameter(name: string): string | undefined;
    getFirstValue(): unknown;
    toJSON(): [string, Record<string, string>, ...unknown[]];
  }
  interface Component {
    getFirstSubcomponent(name: string): Component | null;
    getFirstProperty(name: string): Property | null;
    getAllProperties(name: string): Property[];
    getFirstPropertyValue(name: string): unknown;
  }
  const ICAL: {
    parse(text: string): unknown;
    readonly Component: new (parsed: unknown) => Component;
  };
  export default ICAL;
}
