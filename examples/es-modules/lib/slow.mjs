await new Promise((resolve) => setTimeout(resolve, 20));
export default 'slow, after a wait';
