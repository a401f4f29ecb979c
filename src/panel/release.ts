/** `assets/js/util.js?2.8.11`: panels of 2.x let browsers load their files anew after an update. */
const ON_THE_PAGE = /\.(?:js|css)\?v?(\d+\.\d+(?:\.\d+)?)["']/;

/** The version that the login page of a panel of 2.x tells; null = it is not such a page. */
export const pageVersion = (html: string): string | null => ON_THE_PAGE.exec(html)?.[1] ?? null;
