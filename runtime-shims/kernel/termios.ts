/** termios(3): Linux's flag bits and control characters. */

// c_iflag
export const ISTRIP: i32 = 0x20;
export const INLCR: i32 = 0x40;
export const IGNCR: i32 = 0x80;
export const ICRNL: i32 = 0x100;
export const IXON: i32 = 0x400;
export const IXANY: i32 = 0x800;
export const IMAXBEL: i32 = 0x2000;
export const IUTF8: i32 = 0x4000;

// c_oflag
export const OPOST: i32 = 0x1;
export const ONLCR: i32 = 0x4;
export const OCRNL: i32 = 0x8;
export const ONLRET: i32 = 0x20;

// c_cflag: a pty has no line, so these are only remembered
export const B38400: i32 = 0xf;
export const CS8: i32 = 0x30;
export const CREAD: i32 = 0x80;

// c_lflag
export const ISIG: i32 = 0x1;
export const ICANON: i32 = 0x2;
export const ECHO: i32 = 0x8;
export const ECHOE: i32 = 0x10;
export const ECHOK: i32 = 0x20;
export const ECHONL: i32 = 0x40;
export const NOFLSH: i32 = 0x80;
export const TOSTOP: i32 = 0x100;
export const ECHOCTL: i32 = 0x200;
export const ECHOKE: i32 = 0x800;
export const IEXTEN: i32 = 0x8000;

// c_cc, Linux's defaults; the calls carry only the flag words, so the characters are fixed
export const VINTR: i32 = 3; // ^C
export const VQUIT: i32 = 28; // ^\
export const VERASE: i32 = 127; // DEL
export const VKILL: i32 = 21; // ^U
export const VEOF: i32 = 4; // ^D
export const VSTART: i32 = 17; // ^Q
export const VSTOP: i32 = 19; // ^S
export const VSUSP: i32 = 26; // ^Z
export const VREPRINT: i32 = 18; // ^R
export const VWERASE: i32 = 23; // ^W
export const VLNEXT: i32 = 22; // ^V

/** What a new terminal has: Linux's tty_std_termios, and IUTF8 as every present terminal emulator sets it. */
export const DEFAULT_IFLAG: i32 = ICRNL | IXON | IUTF8;
export const DEFAULT_OFLAG: i32 = OPOST | ONLCR;
export const DEFAULT_CFLAG: i32 = B38400 | CS8 | CREAD;
export const DEFAULT_LFLAG: i32 = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
