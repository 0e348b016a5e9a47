// In a module of its own, so that it outlives the page when that is changed.
export const clicks = $state({ count: 0 });
