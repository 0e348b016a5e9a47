// util.inspect names the class that made an object, also when the object has lost its prototype.
const { format, inspect } = require('node:util');

class Made {}
class Derived extends Made {}
const without = (object) => Object.setPrototypeOf(object, null);
console.log(format('%s', without(new Made())), inspect(without(new Derived())));
console.log(inspect(without([1, 2])), inspect(without(new Map([[1, 2]]))), inspect(without(new Date(0))));
console.log(inspect(Object.create(null)), inspect(Object.create(without(new Made()))));
console.log(inspect(without(Object.assign(new (class {})(), { a: 1 }))));
Error.stackTraceLimit = 0;
console.log(inspect(without(new Made())), Error.stackTraceLimit);
