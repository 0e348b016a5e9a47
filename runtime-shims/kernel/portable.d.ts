/** AssemblyScript's numeric types for the TypeScript compiler: in the plain-JavaScript build each is a number. */
declare type i32 = number;
declare type u32 = number;
declare type f64 = number;
declare type bool = boolean;
