/**
 * What the same inputs give is the same as long as this number is: raise it with any change of what is made of them, or of
 * what is found wrong with them. A test holds it to what all of its cases come to.
 */
export const GENERATOR_VERSION = 1;
