/** Names for the parts of just-bash's syntax tree that its package does not export by name. */
import type { CommandNode, SimpleCommandNode, WordNode } from 'just-bash';

export type CommandOf<Type extends CommandNode['type']> = Extract<CommandNode, { type: Type }>;
export type RedirectionNode = SimpleCommandNode['redirections'][number];
export type AssignmentNode = SimpleCommandNode['assignments'][number];
export type WordPart = WordNode['parts'][number];
export type PartOf<Type extends WordPart['type']> = Extract<WordPart, { type: Type }>;
export type ArithmeticNode = CommandOf<'ArithmeticCommand'>['expression']['expression'];
export type ConditionalNode = CommandOf<'ConditionalCommand'>['expression'];
