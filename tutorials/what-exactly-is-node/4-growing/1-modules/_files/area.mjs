function area(width, length) {
  return `${width * length} square metres`;
}
