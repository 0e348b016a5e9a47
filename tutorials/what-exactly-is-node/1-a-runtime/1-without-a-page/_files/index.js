console.log('language: ' + typeof Map);
// What is typeof document here? And typeof process?
