const watch = setInterval(() => console.log('looking round'), 100);

setTimeout(() => console.log('work done'), 350);

process.on('exit', () => console.log('goodbye after the work'));
