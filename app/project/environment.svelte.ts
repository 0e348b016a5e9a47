import { recordOf, type Variable, withVariables } from './environment_variables.ts';

/** The project's environment variables, as its panel edits them. */
export class Environment {
  variables: Variable[] = $state([]);
  /** Told of what programs get, when it changes. */
  onchange: (record: Record<string, string>) => void = () => {};

  load(record: Readonly<Record<string, string>>): void {
    this.variables = Object.entries(record).map(([name, value]) => ({ name, value }));
  }

  record(): Record<string, string> {
    return recordOf(this.variables);
  }

  /** Of the variable at `index`, or of one more. */
  change(index: number, change: Partial<Variable>): void {
    const variable = this.variables[index];
    if (variable) Object.assign(variable, change);
    else this.variables.push({ name: '', value: '', ...change });
    this.onchange(this.record());
  }

  add(added: readonly Variable[]): void {
    this.variables = withVariables(this.variables, added);
    this.onchange(this.record());
  }

  remove(index: number): void {
    this.variables.splice(index, 1);
    this.onchange(this.record());
  }
}
