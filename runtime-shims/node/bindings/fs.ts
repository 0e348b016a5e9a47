/** `internalBinding('fs')` (src/node_file.cc): every native of it, from the files under fs/. */
import type { BindingFactory } from '../environment.ts';
import { copyFileBinding } from './fs/copy_file.ts';
import { copyTreeBinding } from './fs/copy_tree.ts';
import { directoriesBinding } from './fs/directories.ts';
import { fileHandleOf } from './fs/file_handle.ts';
import { metadataBinding } from './fs/metadata.ts';
import { moduleLookupBinding } from './fs/module_lookup.ts';
import { readWriteBinding } from './fs/read_write.ts';
import { removeBinding } from './fs/remove.ts';
import { fileSystemRequestsOf } from './fs/requests.ts';
import { statBinding } from './fs/stat.ts';
import { statWatcherBinding } from './fs/stat_watcher.ts';
import { wholeFileBinding } from './fs/whole_file.ts';

export const binding: BindingFactory = (environment) => {
  const { kUsePromises, FSReqCallback } = fileSystemRequestsOf(environment);
  const { readFileBuffer, ...wholeFile } = wholeFileBinding(environment);
  const natives = {
    ...statBinding(environment),
    ...readWriteBinding(environment),
    ...wholeFile,
    ...metadataBinding(environment),
    ...directoriesBinding(environment),
    ...removeBinding(environment),
    ...copyFileBinding(environment),
    ...copyTreeBinding(environment),
    ...moduleLookupBinding(environment),
    ...statWatcherBinding(environment),
    FSReqCallback,
    FileHandle: fileHandleOf(environment),
    kUsePromises,
  };
  // Only the patched fs.readFileSync knows it: hidden from who lists Node's natives.
  return Object.defineProperty(natives, 'readFileBuffer', {
    value: readFileBuffer,
    writable: true,
    configurable: true,
  });
};
