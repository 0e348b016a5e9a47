export const heading = 'Hello webpack';
