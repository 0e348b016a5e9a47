/** node_snapshotable.cc: there are no snapshots; a pool of bootstrapped Workers takes their place. */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

export const binding: BindingFactory = (environment) =>
  completeFromShape(environment, 'mksnapshot', {
    setSerializeCallback() {},
    setDeserializeCallback() {},
    setDeserializeMainFunction() {},
    isBuildingSnapshotBuffer: new Uint8Array(1),
    runEmbedderPreload: () => environment.unimplemented('mksnapshot.runEmbedderPreload'),
    compileSerializeMain: () => environment.unimplemented('mksnapshot.compileSerializeMain'),
  });
