export const heading = 'Hello plain JavaScript';
