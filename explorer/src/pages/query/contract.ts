// The contract as the build found it: each field with its group, and who gets that group. Introspection doesn't say which
// directives a field carries, so this comes from the SDL itself.
import {
  buildASTSchema,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import sdl from "../../../../schema/schema.graphql?raw";
import { type Opening, openings } from "../../api/policy.ts";

export type Field = { coordinate: string; group: string; description: string };

const document = parse(sdl);

export const fields: readonly Field[] = document.definitions.flatMap((type) =>
  type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION
    ? (type.fields ?? []).flatMap((field) => {
        const group = groupOf(field);
        const coordinate = `${type.name.value}.${field.name.value}`;
        return group ? [{ coordinate, group, description: field.description?.value ?? "" }] : [];
      })
    : [],
);

const byCoordinate = new Map(fields.map((field) => [field.coordinate, field]));

/** The schema; each field's description names its group, so that the editor shows it. */
export const schema: GraphQLSchema = buildASTSchema(described(document), { assumeValidSDL: true });

/** Who gets a group: which department, for which purpose, when. */
export function readersOf(group: string): Opening[] {
  return openings.filter((item) => item.group === group);
}

/** The field at an offset of a query's text; undefined between fields, or while the text can't be read. */
export function fieldAt(text: string, offset: number): Field | undefined {
  const info = new TypeInfo(schema);
  let found: Field | undefined;
  try {
    visit(
      parse(text),
      visitWithTypeInfo(info, {
        Field(node) {
          const { loc } = node.name;
          const type = info.getParentType();
          if (loc && type && loc.start <= offset && offset <= loc.end) {
            found = byCoordinate.get(`${type.name}.${node.name.value}`);
          }
        },
      }),
    );
  } catch {
    return undefined;
  }
  return found;
}

/** The variables which a text declares. */
export function variablesOf(text: string): string[] {
  try {
    return parse(text).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? (definition.variableDefinitions ?? []).map((item) => item.variable.name.value)
        : [],
    );
  } catch {
    return [];
  }
}

function groupOf(field: FieldDefinitionNode): string | undefined {
  const value = field.directives
    ?.find((item) => item.name.value === "fieldGroup")
    ?.arguments?.find((item) => item.name.value === "name")?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

function described(source: DocumentNode): DocumentNode {
  return visit(source, {
    FieldDefinition(field) {
      const group = groupOf(field);
      if (!group) return undefined;
      const value = `${field.description?.value ?? ""}\n\nField group: ${group}`;
      return { ...field, description: { kind: Kind.STRING, value } as const };
    },
  });
}
