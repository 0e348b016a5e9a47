console.log('language: ' + typeof Map);
console.log('document: ' + typeof document);
console.log('process: ' + typeof process);
