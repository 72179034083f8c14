/** How the log of events names whoever asked for help on a public form: `public:<code>`. */
export const ASKED = 'public:';
