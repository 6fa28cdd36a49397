// What is asked about saved views: the office's list, one of them, keeping, renaming, deleting.
import { graphql } from "../../api/schema.ts";

export const VIEWS_PER_PAGE = 100;

export const Views = graphql(`
  query SavedViews($first: Int!, $after: String) {
    views(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id name createdAt endsAt isOwn isDraft }
    }
  }
`);

export const View = graphql(`
  query OpenView($id: ID!) {
    view(id: $id) { id name version content isDraft isOwn officer }
  }
`);

export const SaveView = graphql(`
  mutation SaveView($input: SaveViewInput!) {
    saveView(input: $input) { id name version createdAt endsAt isOwn officer }
  }
`);

export const ChangeView = graphql(`
  mutation ChangeView($input: ChangeViewInput!) {
    changeView(input: $input) { id name version endsAt isOwn officer }
  }
`);

export const RenameView = graphql(`
  mutation RenameView($id: ID!, $name: String!) {
    renameView(id: $id, name: $name) { id }
  }
`);

export const DeleteView = graphql(`
  mutation DeleteView($id: ID!) {
    deleteView(id: $id) { id }
  }
`);
