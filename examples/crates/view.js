// What the game looks like: lines of text for a screen of some size, in colours of 24 bits.
'use strict';

const colour = (red, green, blue) => `\x1b[38;2;${red};${green};${blue}m`;
const plain = '\x1b[0m';
/** Each field is two columns wide, so that it looks square. */
const fields = {
  wall: `${colour(120, 130, 140)}██`,
  person: `${colour(92, 199, 151)}◉ `,
  crate: `${colour(224, 180, 92)}▣ `,
  placed: `${colour(92, 199, 151)}▣ `,
  mark: `${colour(255, 138, 128)}· `,
  floor: '  ',
};
const buttons = [
  ['u', 'Undo'],
  ['r', 'Again'],
  ['n', 'Next'],
  ['p', 'Before'],
  ['q', 'Quit'],
];

const buttonText = ([key, name]) => ` ${key} ${name} `;

/** `text` in the middle of so many columns; `length`: how many of them it takes. */
function centred(text, length, columns) {
  return ' '.repeat(Math.max(0, Math.floor((columns - length) / 2))) + text;
}

/** The lines of a screen. */
function draw(game, { number, count, columns, rows }) {
  const [done, all] = game.done;
  const title = `Crates ${number + 1}/${count}   moves ${game.moves}   placed ${done}/${all}`;
  const board = Array.from({ length: game.height }, (_, y) => {
    const line = Array.from({ length: game.width }, (_, x) => fields[game.at(x, y)]).join('');
    return centred(line + plain, game.width * 2, columns);
  });
  const message = game.solved ? 'Solved! An arrow key goes on.' : '';
  const lines = [centred(`\x1b[1m${title}${plain}`, title.length, columns), '', ...board, '', centred(message, message.length, columns)];
  const space = Math.max(0, rows - 1 - lines.length);
  const above = Math.floor(space / 2);
  return [
    ...Array(above).fill(''),
    ...lines.slice(0, rows - 1),
    ...Array(space - above).fill(''),
    buttons.map((button) => `\x1b[7m${buttonText(button)}${plain}`).join(' '),
  ];
}

/** The key of the button in the bottom line at that column, counted from 0. */
draw.buttonAt = (column, row, { rows }) => {
  if (row !== rows - 1) return undefined;
  let left = 0;
  for (const button of buttons) {
    const right = left + buttonText(button).length;
    if (column >= left && column < right) return button[0];
    left = right + 1;
  }
  return undefined;
};

module.exports = { draw };
