/** A scene has two addresses: within its organization, and within its project. */
export const scenePaths = (rest = '') => ({
  path: `/api/organizations/{org}/projects/{project}/scenes/{scene}${rest}`,
  alias: `/api/organizations/{org}/scenes/{scene}${rest}`,
})
