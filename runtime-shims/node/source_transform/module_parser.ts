/**
 * A module's source as the specification's Source Text Module Record sees it (ECMA-262, 16.2.1.7): its requests, import
 * and export entries, with the syntax tree for the rewriting.
 */

import type * as acorn from 'acorn';
import { type Options, Parser } from 'acorn';
import { type TopLevelAwait, topLevelAwaits } from './top_level_await.ts';

export interface ModuleRequest {
  specifier: string;
  attributes: Record<string, string>;
  /** `import source x from …` (the proposal for source phase imports): the module's source object, not the module. */
  isSourcePhase: boolean;
}

export interface ImportEntry {
  request: number;
  /** `'*'` with `isNamespace` is the whole module. */
  name: string;
  isNamespace: boolean;
  localName: string;
  /** Where the imported name stands, for the arrow under it. */
  start: number;
  end: number;
}

export interface LocalExport {
  name: string;
  localName: string;
  /** A `var`: undefined before its module has run, where other names cannot be read. */
  isVar: boolean;
}

export interface IndirectExport {
  name: string;
  request: number;
  importName: string;
  isNamespace: boolean;
  start: number;
  end: number;
}

export interface ParsedModule {
  ast: acorn.Program;
  requests: ModuleRequest[];
  imports: ImportEntry[];
  localExports: LocalExport[];
  indirectExports: IndirectExport[];
  /** Requests of `export * from`. */
  starExports: number[];
  dynamicImports: acorn.ImportExpression[];
  importMetas: acorn.MetaProperty[];
  evalCalls: EvalCall[];
  awaits: AwaitedText[];
  /** What `for await` goes over. */
  awaitedIterables: AwaitedText[];
  topLevelAwaits: TopLevelAwait[];
  /** Names that are assigned somewhere, in any scope: a superset of the exported names that change after evaluation. */
  assignedNames: Set<string>;
  /** Names declared in some scope below the top level: only these can shadow an import. */
  shadowingNames: Set<string>;
}

/** The first argument of a direct `eval`. */
export interface EvalCall {
  start: number;
  end: number;
}

/** What is awaited: from behind the keyword, where that is `await`. */
export interface AwaitedText {
  start: number;
  end: number;
}

/** What a source phase import imports, of a module that stands for the source object. */
export const sourceExport = 'source';

/** The local name of an anonymous default export in the rewritten module. */
export const defaultLocalName = '*default*';

/** The parts of acorn's parser, pinned in package.json, that its types leave out. */
interface ParserInternals {
  scopeStack: { var: string[] }[];
  checkLValSimple(expression: acorn.Node & { name?: string }, bindingType?: number, checkClashes?: unknown): void;
  declareName(name: string, bindingType: number, position: number): void;
  parseExprImport(forNew?: boolean): acorn.Expression;
  parseImportMeta(node: acorn.Node): acorn.Expression;
  parseDynamicImport(node: acorn.Node): acorn.Expression;
  parseAwait(forInit?: boolean): acorn.AwaitExpression;
  parseForIn(node: acorn.Node, init: acorn.Node): acorn.ForInStatement | acorn.ForOfStatement;
  parseReturnStatement(node: acorn.Node): acorn.ReturnStatement;
  parseYield(forInit?: boolean): acorn.YieldExpression;
  readonly inAsync: boolean;
  readonly inGenerator: boolean;
  parseImportSpecifiers(): acorn.Node[];
  isContextual(name: string): boolean;
  next(): void;
  input: string;
  /** Where the token under way ends. */
  end: number;
  finishNode(node: acorn.Node, type: string): acorn.Node;
}
const base = Parser.prototype as unknown as ParserInternals;

// A program may have put accessors on Object.prototype, which acorn's assignments would run.
const syntaxNode = Object.getPrototypeOf(Parser.parse('', { ecmaVersion: 'latest' })) as object;
for (const prototype of [Parser.prototype, syntaxNode]) Object.setPrototypeOf(prototype, null);

/** What follows `import.`, and what follows `import source`. */
const sourceCall = /^\s*source\s*\(/;
const sourceBinding = /^\s+(?:from\s+from\b|(?!from\b)[\p{ID_Start}$_\\])/u;
/** Characters looked at for those; more white space is nobody's. */
const KEYWORD_REACH = 200;

class ModuleSyntaxParser extends Parser {
  assignedNames = new Set<string>();
  shadowingNames = new Set<string>();
  dynamicImports: acorn.ImportExpression[] = [];
  importMetas: acorn.MetaProperty[] = [];
  evalCalls: EvalCall[] = [];
  awaits: AwaitedText[] = [];
  awaitedIterables: AwaitedText[] = [];

  readonly sourcePhaseSpecifiers = new Set<acorn.Node>();

  declare scopeStack: ParserInternals['scopeStack'];
  declare isContextual: ParserInternals['isContextual'];
  declare next: ParserInternals['next'];
  declare readonly inAsync: boolean;
  declare readonly inGenerator: boolean;
  declare end: number;
  declare parseDynamicImport: ParserInternals['parseDynamicImport'];

  // Acorn's types make its own constructor protected.
  constructor(options: Options, source: string) {
    super(options, source);
  }

  checkLValSimple(expression: acorn.Node & { name?: string }, bindingType?: number, checkClashes?: unknown): void {
    if (!bindingType && expression.type === 'Identifier') this.assignedNames.add(expression.name as string);
    base.checkLValSimple.call(this, expression, bindingType, checkClashes);
  }

  declareName(name: string, bindingType: number, position: number): void {
    if (this.scopeStack.length > 1) this.shadowingNames.add(name);
    base.declareName.call(this, name, bindingType, position);
  }

  parseExprImport(forNew?: boolean): acorn.Expression {
    const node = base.parseExprImport.call(this, forNew);
    if (node.type === 'ImportExpression') this.dynamicImports.push(node);
    else if (node.type === 'MetaProperty') this.importMetas.push(node);
    return node;
  }

  parseAwait(forInit?: boolean): acorn.AwaitExpression {
    const node = base.parseAwait.call(this, forInit);
    this.awaits.push({ start: node.start + 'await'.length, end: node.end });
    return node;
  }

  parseForIn(node: acorn.Node, init: acorn.Node): acorn.ForInStatement | acorn.ForOfStatement {
    const loop = base.parseForIn.call(this, node, init);
    if (loop.type === 'ForOfStatement' && loop.await) this.awaitedIterables.push(loop.right);
    return loop;
  }

  /** An asynchronous generator awaits what it yields, and what it returns before its `finally`. */
  parseYield(forInit?: boolean): acorn.YieldExpression {
    const node = base.parseYield.call(this, forInit);
    if (node.argument && !node.delegate && this.inAsync) this.awaits.push(node.argument);
    return node;
  }

  parseReturnStatement(node: acorn.Node): acorn.ReturnStatement {
    const statement = base.parseReturnStatement.call(this, node);
    if (statement.argument && this.inAsync && this.inGenerator) this.awaits.push(statement.argument);
    return statement;
  }

  /** `import.source(…)`: whoever replaces the keyword alone makes it a call of `source`. */
  parseImportMeta(node: acorn.Node): acorn.Expression {
    if (!sourceCall.test(this.input.slice(this.end, this.end + KEYWORD_REACH))) {
      return base.parseImportMeta.call(this, node);
    }
    Reflect.deleteProperty(node, 'meta');
    this.next();
    this.next();
    return this.parseDynamicImport(node);
  }

  parseImportSpecifiers(): acorn.Node[] {
    const isSourcePhase =
      this.isContextual('source') && sourceBinding.test(this.input.slice(this.end, this.end + KEYWORD_REACH));
    if (isSourcePhase) this.next();
    const specifiers = base.parseImportSpecifiers.call(this);
    if (isSourcePhase && specifiers[0]) this.sourcePhaseSpecifiers.add(specifiers[0]);
    return specifiers;
  }
}

/** For the few sources that may call `eval`: the others' nodes cost nothing. */
class EvalSyntaxParser extends ModuleSyntaxParser {
  finishNode(node: acorn.Node, type: string): acorn.Node {
    const finished = base.finishNode.call(this, node, type);
    if (type === 'CallExpression') {
      const {
        callee,
        arguments: [text],
      } = finished as acorn.CallExpression;
      const isEval = callee.type === 'Identifier' && callee.name === 'eval';
      if (isEval && text !== undefined && text.type !== 'SpreadElement') this.evalCalls.push(text);
    }
    return finished;
  }
}

const evalCall = /\beval\s*\(/;

export function mayCallEval(source: string): boolean {
  return source.includes('eval') && evalCall.test(source);
}

/** An asynchronous generator awaits without the keyword as well. */
const awaiting = /\bawait\b|\basync\s*(?:function\s*)?\*/;

export function mayAwait(source: string): boolean {
  return (source.includes('await') || source.includes('async')) && awaiting.test(source);
}

export function parseScript(
  source: string,
  sourceType: 'script' | 'module' | 'commonjs' = 'script',
): { ast: acorn.Program; parser: ModuleSyntaxParser } {
  const options: Options = {
    ecmaVersion: 'latest',
    sourceType,
    allowHashBang: true,
    allowSuperOutsideMethod: false,
  };
  const parser = new (mayCallEval(source) ? EvalSyntaxParser : ModuleSyntaxParser)(options, source);
  return { ast: parser.parse(), parser };
}

interface RequestingNode {
  source?: acorn.Literal | null;
  attributes?: acorn.ImportAttribute[];
  specifiers?: acorn.Node[];
}

export function parseModule(source: string): ParsedModule {
  const { ast, parser } = parseScript(source, 'module');
  const module: ParsedModule = {
    ast,
    requests: [],
    imports: [],
    localExports: [],
    indirectExports: [],
    starExports: [],
    dynamicImports: parser.dynamicImports,
    importMetas: parser.importMetas,
    evalCalls: parser.evalCalls,
    awaits: parser.awaits,
    awaitedIterables: parser.awaitedIterables,
    topLevelAwaits: source.includes('await') ? topLevelAwaits(ast) : [],
    assignedNames: parser.assignedNames,
    shadowingNames: parser.shadowingNames,
  };
  const requestIndexes = new Map<string, number>();
  const request = (node: RequestingNode): number => {
    const [specifierNode] = node.specifiers ?? [];
    const isSourcePhase = specifierNode !== undefined && parser.sourcePhaseSpecifiers.has(specifierNode);
    const specifier = String(node.source?.value);
    const attributes: Record<string, string> = Object.create(null);
    for (const attribute of node.attributes ?? []) {
      attributes[moduleExportName(attribute.key)] = String(attribute.value.value);
    }
    const key = JSON.stringify([specifier, attributes, isSourcePhase]);
    let index = requestIndexes.get(key);
    if (index === undefined) {
      index = module.requests.length;
      module.requests.push({ specifier, attributes, isSourcePhase });
      requestIndexes.set(key, index);
    }
    return index;
  };
  const exported: { name: string; localName: string; node: acorn.Node }[] = [];
  for (const node of ast.body) collect(node, module, exported, request);
  const imports = new Map(module.imports.map((entry) => [entry.localName, entry]));
  const topLevelVars = new Set(parser.scopeStack[0]?.var);
  for (const { name, localName, node } of exported) {
    const entry = imports.get(localName);
    if (entry === undefined) {
      module.localExports.push({ name, localName, isVar: topLevelVars.has(localName) });
    } else {
      const { request, isNamespace } = entry;
      const { start, end } = entry.isNamespace ? node : entry;
      module.indirectExports.push({ name, request, importName: entry.name, isNamespace, start, end });
    }
  }
  return module;
}

function collect(
  node: acorn.Statement | acorn.ModuleDeclaration,
  module: ParsedModule,
  exported: { name: string; localName: string; node: acorn.Node }[],
  request: (node: acorn.ImportDeclaration | acorn.ExportNamedDeclaration | acorn.ExportAllDeclaration) => number,
): void {
  switch (node.type) {
    case 'ImportDeclaration': {
      const index = request(node);
      for (const specifier of node.specifiers) {
        const isNamespace = specifier.type === 'ImportNamespaceSpecifier';
        const imported = specifier.type === 'ImportSpecifier' ? specifier.imported : specifier.local;
        let name = 'default';
        if (specifier.type === 'ImportSpecifier') name = moduleExportName(specifier.imported);
        else if (isNamespace) name = '*';
        else if (module.requests[index]?.isSourcePhase) name = sourceExport;
        const { start, end } = imported;
        module.imports.push({ request: index, name, isNamespace, localName: specifier.local.name, start, end });
      }
      break;
    }
    case 'ExportNamedDeclaration':
      if (node.declaration) {
        for (const name of declaredNames(node.declaration)) exported.push({ name, localName: name, node });
      } else if (node.source) {
        const index = request(node);
        for (const { local, exported: alias } of node.specifiers) {
          module.indirectExports.push({
            name: moduleExportName(alias),
            request: index,
            importName: moduleExportName(local),
            isNamespace: false,
            start: local.start,
            end: local.end,
          });
        }
      } else {
        for (const specifier of node.specifiers) {
          const localName = moduleExportName(specifier.local);
          exported.push({ name: moduleExportName(specifier.exported), localName, node: specifier });
        }
      }
      break;
    case 'ExportDefaultDeclaration': {
      const { declaration } = node;
      const named = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
      const localName = (named && declaration.id?.name) || defaultLocalName;
      exported.push({ name: 'default', localName, node });
      break;
    }
    case 'ExportAllDeclaration': {
      const index = request(node);
      if (node.exported) {
        const { start, end } = node.exported;
        const name = moduleExportName(node.exported);
        module.indirectExports.push({ name, request: index, importName: '*', isNamespace: true, start, end });
      } else if (!module.starExports.includes(index)) {
        module.starExports.push(index);
      }
      break;
    }
    default:
  }
}

function moduleExportName(node: acorn.Identifier | acorn.Literal): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

export function declaredNames(declaration: acorn.Declaration): string[] {
  if (declaration.type !== 'VariableDeclaration') return [declaration.id.name];
  const names: string[] = [];
  for (const { id } of declaration.declarations) patternNames(id, names);
  return names;
}

export function patternNames(pattern: acorn.Pattern, names: string[]): void {
  switch (pattern.type) {
    case 'Identifier':
      names.push(pattern.name);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        patternNames(property.type === 'Property' ? property.value : property.argument, names);
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) patternNames(element, names);
      break;
    case 'AssignmentPattern':
      patternNames(pattern.left, names);
      break;
    case 'RestElement':
      patternNames(pattern.argument, names);
      break;
    default:
  }
}

/** Children of a syntax node, in source order as acorn lists them. */
export function forEachChild(node: acorn.Node, visit: (child: acorn.Node) => void): void {
  for (const key in node) {
    const value: unknown = (node as unknown as Record<string, unknown>)[key];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (item !== null && typeof item === 'object') visit(item as acorn.Node);
    } else if (typeof (value as acorn.Node).type === 'string') {
      visit(value as acorn.Node);
    }
  }
}
