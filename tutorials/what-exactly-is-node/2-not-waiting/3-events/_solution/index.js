const { EventEmitter } = require('node:events');

class Pot extends EventEmitter {
  level = 5;

  day() {
    this.level -= 1;
    if (this.level < 3) this.emit('dry', this.level);
  }

  water() {
    this.level = 3;
    this.emit('watered');
  }
}

const pot = new Pot();
pot.on('dry', (level) => console.log(`dry at ${level}`));
pot.on('watered', () => console.log('watered'));

for (let day = 0; day < 3; day++) pot.day();
pot.water();
for (let day = 0; day < 2; day++) pot.day();
