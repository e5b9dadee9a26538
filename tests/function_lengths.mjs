// Prints, for every function in the given JavaScript files, its file, name, first line and number of lines as JSON.
// A function called where it is written is the scope of a classic script, not a function: what is inside it counts.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const found = [];
for (const file of process.argv.slice(2)) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line + 1;
  const isScope = (node) => {
    const outer = ts.isParenthesizedExpression(node.parent) ? node.parent : node;
    return ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
  };
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body && !isScope(node)) {
      const line = lineOf(node.getStart());
      found.push({ file, name: node.name?.getText() ?? 'anonymous', line, lines: lineOf(node.end) - line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}
console.log(JSON.stringify(found));
