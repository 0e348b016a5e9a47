/**
 * Finds the identifiers of a module that mean an import binding and says how to rewrite each, respecting the scopes
 * that shadow it.
 */
import type * as acorn from 'acorn';
import { declaredNames, forEachChild, type ParsedModule, patternNames } from './module_parser.ts';
import type { SourceEdit } from './source_edits.ts';

export interface ImportRewriting {
  /** Local names whose every reference becomes `reference(name)`. */
  live: ReadonlySet<string>;
  /** Local names of namespaces whose `name.property` becomes `namespace(name).property`. */
  namespaces: ReadonlySet<string>;
  reference(name: string): string;
  namespace(name: string): string;
}

export function rewriteImportReferences(module: ParsedModule, rewriting: ImportRewriting): SourceEdit[] {
  return new ImportReferences(module, rewriting).edits;
}

const noNames: ReadonlySet<string> = new Set();

class ImportReferences {
  readonly edits: SourceEdit[] = [];
  readonly #rewriting: ImportRewriting;
  readonly #contested: ReadonlySet<string>;
  readonly #scopes: ReadonlySet<string>[] = [];
  /** Starts of expression statements in statement lists, where `(` could continue the line before. */
  #statementStart = -1;

  constructor(module: ParsedModule, rewriting: ImportRewriting) {
    this.#rewriting = rewriting;
    const names = [...rewriting.live, ...rewriting.namespaces];
    this.#contested = new Set(names.filter((name) => module.shadowingNames.has(name)));
    for (const node of module.ast.body) this.#visitStatement(node);
  }

  #isShadowed(name: string): boolean {
    return this.#scopes.some((scope) => scope.has(name));
  }

  #isLive(node: acorn.Node): node is acorn.Identifier {
    return (
      node.type === 'Identifier' &&
      this.#rewriting.live.has((node as acorn.Identifier).name) &&
      !this.#isShadowed((node as acorn.Identifier).name)
    );
  }

  #within(scope: ReadonlySet<string>, visit: () => void): void {
    this.#scopes.push(scope);
    visit();
    this.#scopes.pop();
  }

  #contestedOf(names: string[]): ReadonlySet<string> {
    if (this.#contested.size === 0) return noNames;
    const found = names.filter((name) => this.#contested.has(name));
    return found.length === 0 ? noNames : new Set(found);
  }

  #visitStatement(node: acorn.Node): void {
    if (node.type === 'ExpressionStatement') this.#statementStart = node.start;
    this.#visit(node);
  }

  #visitList(nodes: readonly acorn.Node[]): void {
    for (const node of nodes) this.#visitStatement(node);
  }

  #visit(node: acorn.Node): void {
    const typed = node as acorn.AnyNode;
    switch (typed.type) {
      case 'Identifier':
        if (this.#isLive(typed)) this.#replace(typed, this.#rewriting.reference(typed.name));
        return;
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'MetaProperty':
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'ExportNamedDeclaration':
        if (typed.declaration) this.#visit(typed.declaration);
        return;
      case 'LabeledStatement':
        this.#visit(typed.body);
        return;
      case 'CallExpression':
        this.#visitCallee(typed.callee);
        for (const argument of typed.arguments) this.#visit(argument);
        return;
      case 'TaggedTemplateExpression':
        this.#visitCallee(typed.tag);
        this.#visit(typed.quasi);
        return;
      case 'MemberExpression':
        this.#visitMember(typed, true);
        return;
      case 'AssignmentExpression':
        this.#visitTarget(typed.left);
        this.#visit(typed.right);
        return;
      case 'UpdateExpression':
        this.#visitTarget(typed.argument);
        return;
      case 'UnaryExpression':
        if (typed.operator === 'delete') this.#visitTarget(typed.argument);
        else this.#visit(typed.argument);
        return;
      case 'Property':
        this.#visitProperty(typed);
        return;
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (typed.computed) this.#visit(typed.key);
        if (typed.value) this.#visit(typed.value);
        return;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#visitFunction(typed);
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#within(this.#ownName(typed.id), () => {
          if (typed.superClass) this.#visit(typed.superClass);
          this.#visit(typed.body);
        });
        return;
      case 'BlockStatement':
      case 'StaticBlock':
        this.#within(this.#lexicalNames(typed.body, typed.type === 'StaticBlock'), () => this.#visitList(typed.body));
        return;
      case 'SwitchStatement': {
        this.#visit(typed.discriminant);
        const statements = typed.cases.flatMap((item) => item.consequent);
        this.#within(this.#lexicalNames(statements, false), () => {
          for (const item of typed.cases) {
            if (item.test) this.#visit(item.test);
            this.#visitList(item.consequent);
          }
        });
        return;
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const head = typed.type === 'ForStatement' ? typed.init : typed.left;
        const names = head?.type === 'VariableDeclaration' ? declaredNames(head) : [];
        this.#within(this.#contestedOf(names), () => {
          if (typed.type !== 'ForStatement' && typed.left.type !== 'VariableDeclaration') {
            this.#visitTarget(typed.left);
            this.#visit(typed.right);
            this.#visit(typed.body);
          } else {
            forEachChild(typed, (child) => this.#visit(child));
          }
        });
        return;
      }
      case 'CatchClause': {
        const names: string[] = [];
        if (typed.param) patternNames(typed.param, names);
        this.#within(this.#contestedOf(names), () => forEachChild(typed, (child) => this.#visit(child)));
        return;
      }
      default:
        forEachChild(node, (child) => this.#visit(child));
    }
  }

  #replace(node: acorn.Node, text: string): void {
    this.edits.push({ start: node.start, end: node.end, text });
  }

  /** `f()` calls with `this` undefined, which `imports.f()` would not. */
  #visitCallee(callee: acorn.Node): void {
    if (!this.#isLive(callee)) {
      this.#visit(callee);
      return;
    }
    const separator = callee.start === this.#statementStart ? ';' : '';
    const text = `${separator}(0,${this.#rewriting.reference(callee.name)})`;
    this.edits.push({ start: callee.start, end: callee.end, text, isCallee: true });
  }

  #visitMember(node: acorn.MemberExpression, isRead: boolean): void {
    const { object } = node;
    const isFast =
      isRead &&
      !node.computed &&
      object.type === 'Identifier' &&
      this.#rewriting.namespaces.has(object.name) &&
      !this.#isShadowed(object.name);
    if (isFast) this.#replace(object, this.#rewriting.namespace((object as acorn.Identifier).name));
    else this.#visit(object);
    if (node.computed) this.#visit(node.property);
  }

  /** What is assigned to: a namespace must refuse it itself. */
  #visitTarget(node: acorn.Node): void {
    const typed = node as acorn.AnyNode;
    if (typed.type === 'MemberExpression') this.#visitMember(typed, false);
    else this.#visit(typed);
  }

  #visitProperty(node: acorn.Property | acorn.AssignmentProperty): void {
    if (!node.shorthand) {
      if (node.computed) this.#visit(node.key);
      this.#visit(node.value);
      return;
    }
    const value = node.value as acorn.AnyNode;
    const name = value.type === 'AssignmentPattern' ? value.left : value;
    if (this.#isLive(name)) this.#replace(name, `${name.name}:${this.#rewriting.reference(name.name)}`);
    if (value.type === 'AssignmentPattern') this.#visit(value.right);
  }

  #ownName(id: acorn.Identifier | null | undefined): ReadonlySet<string> {
    const isTracked = id && (this.#rewriting.live.has(id.name) || this.#rewriting.namespaces.has(id.name));
    return isTracked ? new Set([id.name]) : noNames;
  }

  #visitFunction(node: acorn.Function): void {
    // A top-level declaration cannot have an import's name, so its own name shadows only where it is an expression.
    const ownName = node.type === 'FunctionExpression' ? this.#ownName(node.id) : noNames;
    const names: string[] = [];
    if (this.#contested.size > 0) {
      for (const param of node.params) patternNames(param, names);
      if (node.body.type === 'BlockStatement') {
        lexicalNames(node.body.body, names);
        variableNames(node.body, names);
      }
    }
    this.#within(ownName, () =>
      this.#within(this.#contestedOf(names), () => {
        for (const param of node.params) this.#visitParameter(param);
        if (node.body.type === 'BlockStatement') this.#visitList(node.body.body);
        else this.#visit(node.body);
      }),
    );
  }

  /** Names in parameters are declarations and already shadow; their defaults and computed keys are expressions. */
  #visitParameter(param: acorn.Pattern): void {
    this.#visit(param);
  }

  #lexicalNames(statements: readonly acorn.Node[], withVariables: boolean): ReadonlySet<string> {
    if (this.#contested.size === 0) return noNames;
    const names: string[] = [];
    lexicalNames(statements, names);
    if (withVariables) for (const statement of statements) variableNames(statement, names);
    return this.#contestedOf(names);
  }
}

function lexicalNames(statements: readonly acorn.Node[], names: string[]): void {
  for (const node of statements as readonly acorn.AnyNode[]) {
    const isDeclaration =
      node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration' || node.type === 'VariableDeclaration';
    if (isDeclaration) names.push(...declaredNames(node as acorn.Declaration));
  }
}

/** `var` names below `node`, not those of inner functions. */
function variableNames(node: acorn.Node, names: string[]): void {
  const typed = node as acorn.AnyNode;
  if (typed.type === 'VariableDeclaration' && typed.kind === 'var') names.push(...declaredNames(typed));
  if (typed.type.startsWith('Class')) return;
  forEachChild(node, (child) => {
    if (/Function|Expression$/.test(child.type)) return;
    variableNames(child, names);
  });
}
