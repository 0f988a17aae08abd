import type * as z from 'zod/mini';
import { type Path, type Position, positionOf, type Tree } from './schema/tree.ts';
import { explain } from './sentences.ts';
import { pathText } from './wording.ts';

/** What is wrong with a document, where, and what would be right. Lines and columns count from 1. */
export type Problem = Position & {
  /** `rules[0].effect`; empty for the document as a whole. */
  readonly path: string;
  /** What was expected: one line, lower case. */
  readonly message: string;
  /** The nearest valid spelling. */
  readonly suggestion?: string;
};

/** A problem before it has a position. */
export type Finding = {
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string;
  /** Whether the key is at fault, not its value. */
  readonly on?: 'key' | 'value';
  /** Where the path alone does not lead there. */
  readonly at?: Position;
};

/** More than this helps nobody. */
const maxProblems = 20;

/** Findings as problems, in the order of the text. */
export function locate(findings: readonly Finding[], tree: Tree): Problem[] {
  return findings
    .slice(0, maxProblems)
    .map((finding) => ({
      ...(finding.at ?? positionOf(tree, finding.path, finding.on)),
      path: pathText(finding.path),
      message: finding.message,
      ...(finding.suggestion !== undefined && { suggestion: finding.suggestion }),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** What a schema found wrong, in sentences. */
export function problemsOf(error: z.core.$ZodError, schema: z.ZodMiniType, tree: Tree): Problem[] {
  const findings = error.issues
    .slice(0, maxProblems)
    .flatMap((issue) => explain(issue, schema, tree));
  return locate(findings, tree);
}
