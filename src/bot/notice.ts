/** The version of the data notice that people agree to; kept with their consent, raised when the notice changes. */
export const noticeVersion = '1.0';
