export default 'fast';
