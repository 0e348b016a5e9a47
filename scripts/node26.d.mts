/** Absolute path of the pinned native node, or an error that says what to do. */
export function pinnedNode(): string;
/** Absolute path of the LICENSE that comes with the pinned native node. */
export function pinnedNodeLicense(): string;
