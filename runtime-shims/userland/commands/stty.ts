/** stty: the settings as data, those that the kernel's line discipline knows. */
import {
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOK,
  ECHOKE,
  ECHONL,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNCR,
  IMAXBEL,
  INLCR,
  ISIG,
  ISTRIP,
  IUTF8,
  IXANY,
  IXON,
  NOFLSH,
  OCRNL,
  ONLCR,
  ONLRET,
  OPOST,
  TOSTOP,
} from '../../kernel/termios.ts';
import { type Command, UsageError } from './command.ts';

/** The words of tcgetattr: input, output, control, local. */
type Modes = [number, number, number, number];
const INPUT = 0;
const OUTPUT = 1;
const LOCAL = 3;

/** In the order in which `stty -a` lists them. */
const settings: Readonly<Record<string, readonly [word: number, bit: number]>> = {
  istrip: [INPUT, ISTRIP],
  inlcr: [INPUT, INLCR],
  igncr: [INPUT, IGNCR],
  icrnl: [INPUT, ICRNL],
  ixon: [INPUT, IXON],
  ixany: [INPUT, IXANY],
  imaxbel: [INPUT, IMAXBEL],
  iutf8: [INPUT, IUTF8],
  opost: [OUTPUT, OPOST],
  ocrnl: [OUTPUT, OCRNL],
  onlcr: [OUTPUT, ONLCR],
  onlret: [OUTPUT, ONLRET],
  isig: [LOCAL, ISIG],
  icanon: [LOCAL, ICANON],
  iexten: [LOCAL, IEXTEN],
  echo: [LOCAL, ECHO],
  echoe: [LOCAL, ECHOE],
  echok: [LOCAL, ECHOK],
  echonl: [LOCAL, ECHONL],
  noflsh: [LOCAL, NOFLSH],
  tostop: [LOCAL, TOSTOP],
  echoctl: [LOCAL, ECHOCTL],
  echoke: [LOCAL, ECHOKE],
};

const sane = 'icrnl ixon iutf8 opost onlcr -ocrnl -onlret isig icanon iexten echo echoe echok -echonl echoctl echoke';
/** Words that stand for several settings (stty(1)). */
const combinations: Readonly<Record<string, string>> = {
  raw: '-istrip -inlcr -igncr -icrnl -ixon -ixany -imaxbel -opost -isig -icanon',
  '-raw': 'icrnl ixon opost isig icanon',
  cooked: 'icrnl ixon opost isig icanon',
  '-cooked': '-istrip -inlcr -igncr -icrnl -ixon -ixany -imaxbel -opost -isig -icanon',
  cbreak: '-icanon',
  '-cbreak': 'icanon',
  nl: '-icrnl -onlcr',
  '-nl': 'icrnl -inlcr -igncr onlcr -ocrnl -onlret',
  sane,
};
/** The kernel's control characters are fixed. */
const characters = 'intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; start = ^Q; stop = ^S; susp = ^Z;';

function set(modes: Modes, name: string): void {
  const off = name.startsWith('-');
  const setting = settings[off ? name.slice(1) : name];
  if (!setting) throw new UsageError(`invalid argument '${name}'`);
  const [word, bit] = setting;
  modes[word] = off ? (modes[word] ?? 0) & ~bit : (modes[word] ?? 0) | bit;
}

function listing(modes: Modes, [columns, rows]: readonly [number, number]): string {
  const names = Object.entries(settings).map(([name, [word, bit]]) => ((modes[word] ?? 0) & bit ? name : `-${name}`));
  return `speed 38400 baud; rows ${rows}; columns ${columns};\n${characters}\n${names.join(' ')}\n`;
}

export const stty: Command = {
  name: 'stty',
  usage: '[-a | -g | size | SETTING…]',
  summary: `Prints or changes how the terminal behaves: ${[...Object.keys(settings), ...Object.keys(combinations)].join(' ')}, rows N, cols N, or what -g printed.`,
  flags: {},
  // A dash before a setting turns it off.
  plain: true,
  run({ operands, kernel, descriptor, print }) {
    const fd = descriptor(0);
    const attributes = kernel.tcgetattr(fd);
    const size = kernel.getWindowSize(fd);
    if (typeof attributes === 'number' || typeof size === 'number')
      throw new UsageError("'standard input': Inappropriate ioctl for device");
    const modes: Modes = [...attributes];
    const words = [...operands];
    if (!words.length) words.push('-a');
    let changed = false;
    for (let word = words.shift(); word !== undefined; word = words.shift()) {
      if (word === '-a' || word === '--all') print(listing(modes, size));
      else if (word === '-g' || word === '--save') print(`${modes.map((each) => each.toString(16)).join(':')}\n`);
      else if (word === 'size') print(`${size[1]} ${size[0]}\n`);
      else if (word === 'speed') print('38400\n');
      else if (word === 'rows' || word === 'cols' || word === 'columns') {
        const number = Number(words.shift());
        if (!Number.isInteger(number) || number < 1) throw new UsageError(`missing argument to '${word}'`);
        if (word === 'rows') size[1] = number;
        else size[0] = number;
        kernel.setWindowSize(fd, size[0], size[1]);
      } else {
        if (/^[0-9a-f]+(?::[0-9a-f]+){3}$/.test(word))
          word.split(':').forEach((each, index) => {
            modes[index] = Number.parseInt(each, 16);
          });
        else for (const each of (combinations[word] ?? word).split(' ')) set(modes, each);
        changed = true;
      }
    }
    if (changed) kernel.tcsetattr(fd, ...modes);
    return 0;
  },
};
