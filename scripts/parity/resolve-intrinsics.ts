import { isMembers, listOf, type Members, read } from './read.ts';

export type Resource = { readonly Type: string; readonly Properties?: Members };

/** A template of CloudFormation. */
export type Template = { readonly Resources: Readonly<Record<string, Resource>> };

/** What AWS would fill in. */
export type Known = {
  readonly parameters: Readonly<Record<string, string>>;
  /** What `Ref` of a resource is, and its attributes by name; `properties` are resolved. */
  readonly identify: (type: string, properties: () => Members) => Identity;
};

export type Identity = {
  readonly ref: () => string;
  readonly attributes: Readonly<Record<string, () => string>>;
};

/**
 * The resources of a template with every intrinsic function resolved, by logical id. Throws on a function, a parameter or
 * an attribute that it does not know: what is unresolved would be compared with nothing.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveIntrinsics(
  { Resources: resources }: Template,
  { parameters, identify }: Known,
): Readonly<Record<string, Resource>> {
  const propertiesOf = (id: string) => {
    const resolved = resolve(resources[id]?.Properties ?? {});
    return isMembers(resolved) ? resolved : {};
  };
  const identityOf = (id: string) => {
    const type = resources[id]?.Type;
    if (type === undefined) throw new Error(`there is no \`${id}\` in the template`);
    return identify(type, () => propertiesOf(id));
  };

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (!isMembers(value)) return value;
    const [[name = '', argument] = [], ...rest] = Object.entries(value);
    if (rest.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return call(name, argument);
    }
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  }

  function call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref': {
        const id = String(argument);
        return parameters[id] ?? identityOf(id).ref();
      }
      case 'Fn::GetAtt': {
        const [id = '', attribute = ''] = Array.isArray(argument)
          ? argument.map(String)
          : String(argument).split('.');
        const found = identityOf(id).attributes[attribute];
        if (found === undefined) throw new Error(`\`${attribute}\` of \`${id}\` is not known here`);
        return found();
      }
      case 'Fn::Join': {
        const [separator, parts] = listOf(argument);
        return listOf(parts).map(resolve).map(String).join(String(separator));
      }
      case 'Fn::Select': {
        const [index, from] = listOf(argument);
        return listOf(resolve(from))[Number(index)];
      }
      case 'Fn::Split': {
        const [separator, text] = listOf(argument);
        return String(resolve(text)).split(String(separator));
      }
      case 'Fn::Sub':
        return String(argument).replace(/\$\{([\w:.]+)\}/g, (_, inner: string) =>
          String(inner.includes('.') ? call('Fn::GetAtt', inner) : call('Ref', inner)),
        );
      default:
        throw new Error(`\`${name}\` is not known here`);
    }
  }

  return Object.fromEntries(
    Object.entries(resources).map(([id, { Type }]) => [id, { Type, Properties: propertiesOf(id) }]),
  );
}

/** A member of the properties as a text. */
export function nameIn(properties: () => Members, member: string): () => string {
  return () => read.text(properties(), member);
}
