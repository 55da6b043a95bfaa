/**
 * The version of the data notice that people agree to; kept with their consent. Raised when the notice changes:
 * a question that showed an older one is then asked again.
 */
export const noticeVersion = '1.0';
