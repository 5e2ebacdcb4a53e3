import fc from 'fast-check';

/** What people write in ten scripts, and what is hard to count: joined letters, marks, families, flags, directions. */
const PIECES = {
  latin: ['Logins fail for every second customer.', 'naïve café', 'e\u0301e\u0301', 'a'],
  cyrillic: ['Вход не работает.', 'платёж'],
  greek: ['Η πληρωμή απέτυχε.', 'ώρα'],
  arabic: ['فشل تسجيل الدخول.', 'الدَّفْعُ'],
  hebrew: ['הכניסה נכשלת.', 'שָׁלוֹם'],
  devanagari: ['क्षत्रिय', 'लॉगिन विफल हो रहा है।', 'स्त्री'],
  thai: ['การเข้าสู่ระบบล้มเหลว', 'กำ'],
  han: ['登录失败。', '支付服务正在恢复中，请稍候。'],
  kana: ['ログインできません。', 'データベースの復旧作業を続けています。'],
  hangul: ['로그인이 되지 않습니다.', '\u1112\u1161\u11ab'],
  emoji: ['👨‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪🇯🇵', '👩🏽‍🚒', '🐦‍🔥', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👍🏿'],
  marks: [`z${'\u0334\u0353\u036b'.repeat(9)}`, 'ｱﾞ', '\ufe0f', '\u200d'],
  hidden: ['\u202eabc\u202c', '\u200b', '\u2066x\u2069', '\u0000'],
  names: ['@support', '＠ops', '(@team)', 'ask:@ops@example.social', 'help@example.com', '/@ops', '@', '#tag', '$EUR'],
  links: [
    'run.sh',
    'https://example.com/a.html',
    'https://example.social/@ops',
    `https://example.com/${'b'.repeat(90)}`,
  ],
  gaps: ['\n', '\n\n\n', '\t', '  ', '. ', '…', '“quoted”'],
} as const;

const piece = fc.constantFrom(...Object.values(PIECES).flat());

/** Up to some thousand characters, of one script or of all, with or without gaps; never blank, and without any digit. */
export const anyWords = fc
  .tuple(
    fc.constantFrom(' ', '', ', ', '\n'),
    fc.oneof(
      fc.array(piece, { minLength: 1, maxLength: 40, size: 'max' }),
      fc
        .tuple(fc.constantFrom(...Object.values(PIECES)), fc.integer({ min: 1, max: 60 }))
        .map(([pieces, times]) => Array.from({ length: times }, () => pieces).flat()),
    ),
  )
  .map(([between, parts]) => `x${parts.join(between)}`);
