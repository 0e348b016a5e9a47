// Scripts that are run where the stack is nearly full end in a RangeError at most, which can be caught.
const vm = require('node:vm');
const script = new vm.Script('() => 42');
const runs = [
  () => vm.runInThisContext('() => 42')(),
  () => vm.runInNewContext('() => 42')(),
  () => script.runInThisContext()(),
  () => vm.runInThisContext('() => { throw 43 }')(),
];
for (const run of runs) {
  const deeper = () => {
    try {
      return deeper();
    } catch (error) {
      if (error === 43) throw error;
      return run();
    }
  };
  try {
    console.log(deeper());
  } catch (error) {
    console.log('thrown', error);
  }
}
