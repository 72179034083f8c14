/** What is used of the official client of GOV.UK Notify, which brings no types. */
declare module 'notifications-node-client' {
  interface Sending {
    readonly personalisation: Readonly<Record<string, string>>;
    readonly reference: string;
  }
  export class NotifyClient {
    constructor(url: string, apiKey: string);
    sendSms(templateId: string, phoneNumber: string, options: Sending): Promise<unknown>;
    sendLetter(templateId: string, options: Sending): Promise<unknown>;
    getNotifications(templateType?: string, status?: string, reference?: string): Promise<unknown>;
  }
}
