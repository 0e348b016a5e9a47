exports.double = (value) => value * 2;
exports.where = __filename;
