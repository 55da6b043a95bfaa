const startLimit = 64 * 1024;

// First the surest; a page may speak of cookies and be a login page all the same.
const obstacles: readonly (readonly [RegExp, string])[] = [
  [
    /just a moment\.\.\.|\bcf[-_]chl|challenge-platform|_incapsula_|sucuri_cloudproxy|\bcaptcha|g-recaptcha|h-captcha|checking (?:if the site|your browser)|are (?:a )?human|attention required|ddos[ -](?:protection|guard)|one moment, please|request is being verified|enable javascript and cookies|kiểm tra trình duyệt|không phải (?:là )?(?:robot|người máy)/i,
    'a check for browsers',
  ],
  [
    /<title[^<>]*>[^<]*(?:access denied|request rejected|bị (?:chặn|từ chối)|từ chối truy cập)/i,
    'a page that turns us away',
  ],
  [/bảo trì|nâng cấp hệ thống|maintenance|temporarily unavailable|be right back/i, 'a maintenance page'],
  [
    /account (?:has been )?suspended|domain (?:is for sale|has expired)|tên miền[^<]{0,40}hết hạn/i,
    'a site that was shut',
  ],
  [/\btype\s*=\s*["']?password/i, 'a login page'],
  [
    /<title[^<>]*>[^<]*(?:\b40[0-9]\b|\b50[0-9]\b|not found|không tìm thấy|forbidden|\berror\b)/i,
    'an error page',
  ],
  [/\bconsent\b|before you continue|chính sách cookie|đồng ý[^<]{0,40}cookie/i, 'a consent page'],
];

/**
 * What a page with status 200 says instead of the news, in words for the owner: a check for browsers, a
 * maintenance page… Undefined for a page that is none of these.
 */
export function findObstacle(html: string): string | undefined {
  const start = html.slice(0, startLimit);
  // A script that sets a cookie and loads the page again lets in only what runs scripts.
  if (
    /document\.cookie\s*=/.test(start) &&
    /location\.(?:reload|href|replace|assign)|location\s*=/.test(start) &&
    start.length < 8192
  )
    return 'a check for browsers';
  return obstacles.find(([signs]) => signs.test(start))?.[1];
}
