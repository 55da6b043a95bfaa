import { formatTime } from '../time.js';
import { drawMessage } from './screen.js';
import type { Stage } from './stage.js';
import type { Person } from './telegram/telegram.js';

/** One of the three people of the demo. */
export interface Player {
  key: 'lan' | 'official' | 'admin';
  name: string;
  person: Person;
}

export interface Cast {
  lan: Player;
  official: Player;
  admin: Player;
  /** Prints what has arrived or changed on anyone's screen since the last time. */
  show(): void;
}

export function openCast(stage: Stage, print: (text: string) => unknown): Cast {
  const player = (key: Player['key'], name: string, id: number): Player => ({
    key,
    name,
    person: stage.telegram.person(id, { language_code: 'vi', first_name: name }),
  });
  const cast = {
    lan: player('lan', 'Lan, người dân', 1001),
    official: player('official', 'Văn phòng, cán bộ', 1002),
    admin: player('admin', 'Minh, quản trị', 1003),
  };
  const shown = new Map<string, string>();
  return {
    ...cast,
    show() {
      for (const { key, name, person } of Object.values(cast))
        for (const message of person.messages) {
          const time = formatTime(message.date, stage.pack.time_zone);
          const to = message.edits > 0 ? `${name} (sửa)` : name;
          const drawn = drawMessage(message, to, time, Math.min(process.stdout.columns || 90, 100));
          const id = `${key}:${message.message_id}`;
          const state = `${message.edits}`;
          if (shown.get(id) === state) continue;
          shown.set(id, state);
          print(`${drawn}\n`);
        }
    },
  };
}

/** Says something as this person, or opens a link to the bot, and shows what comes of it. */
export async function say(stage: Stage, cast: Cast, player: Player, text: string): Promise<void> {
  const asked = player.person.messages.at(-1);
  const payload = /^https:\/\/t\.me\/\w+\?start=([\w-]+)$/.exec(text)?.[1];
  const reply = asked?.keyboard && 'force_reply' in asked.keyboard ? { reply_to: asked } : {};
  await player.person.send(payload ? `/start ${payload}` : text, reply);
  await stage.settle();
  cast.show();
}

/** Presses a button of this person's newest message that has it. */
export async function press(
  stage: Stage,
  cast: Cast,
  player: Player,
  button: Parameters<Person['press']>[0],
): Promise<void> {
  await player.person.press(button);
  await stage.settle();
  cast.show();
}
