import { type Cast, openCast, press, say } from './cast.js';
import { type DemoStory, mornings } from './news.js';
import type { Stage } from './stage.js';

/**
 * Plays the main job from beginning to end and prints every message as its reader sees it. Returns what went
 * wrong: nothing, when the right stories reached the right people and no others.
 */
export async function playStory(stage: Stage, print: (text: string) => void): Promise<string[]> {
  const cast = openCast(stage, print);
  print('Minh mở liên kết nhận quyền mà nhật ký máy chủ in ra, rồi mời văn phòng huyện Kim Bôi.\n');
  const invitation = await inviteOffice(stage, cast);
  print('Văn phòng mở liên kết mời và đồng ý.\n');
  await acceptInvitation(stage, cast, invitation);
  print('Lan quét mã QR của huyện Đà Bắc và bấm một nút.\n');
  await say(stage, cast, cast.lan, '/start da-bac');
  await press(stage, cast, cast.lan, { row: 0, column: 0 });
  const before = count(cast);
  print('Sáng hôm sau: báo ra lúc 05:40, bản tin gửi lúc 06:30 và 06:45.\n');
  await stage.tomorrow();
  cast.show();
  const problems = judge(stage, cast, before);
  await say(stage, cast, cast.admin, '/quantri');
  return problems;
}

/** The admin claims the bot and invites an office; returns the link that it gets. */
export async function inviteOffice(stage: Stage, cast: Cast): Promise<string> {
  await say(stage, cast, cast.admin, stage.claimLink);
  await say(stage, cast, cast.admin, '/moi');
  await say(stage, cast, cast.admin, 'Văn phòng UBND huyện Kim Bôi');
  await press(stage, cast, cast.admin, 'Kim Bôi');
  await press(stage, cast, cast.admin, /Tiếp/);
  await press(stage, cast, cast.admin, /Tạo liên kết/);
  return /https:\/\/t\.me\/\S+/.exec(cast.admin.person.last.text)?.[0] ?? '';
}

export async function acceptInvitation(stage: Stage, cast: Cast, invitation: string): Promise<void> {
  await say(stage, cast, cast.official, invitation);
  await press(stage, cast, cast.official, { row: 0, column: 0 });
}

const count = (cast: Cast) => ({
  lan: cast.lan.person.messages.length,
  official: cast.official.person.messages.length,
});

function judge(stage: Stage, cast: Cast, before: ReturnType<typeof count>): string[] {
  const region = stage.pack.id;
  const expected = {
    lan: (story: DemoStory) => story.districts.includes('da-bac'),
    official: (story: DemoStory) => story.districts.includes('kim-boi') || story.districts.includes(region),
  };
  return (['lan', 'official'] as const).flatMap((key) => {
    const { name, person } = cast[key];
    const text = person.messages
      .slice(before[key])
      .map((message) => message.text)
      .join('\n');
    return mornings[0]!.flatMap((story) => {
      const times = text.split(story.title).length - 1;
      const wanted = expected[key](story) ? 1 : 0;
      return times === wanted ? [] : [`${name}: “${story.title}” đến ${times} lần, phải là ${wanted}`];
    });
  });
}
