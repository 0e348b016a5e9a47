/** Where the declarations of the language itself are, beside the container's own files. */
export const libraryFolder = '/lib/typescript';
