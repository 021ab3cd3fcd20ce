/** The lines of an OBJ; a backslash at the end of one takes the next one into it. */
export const linesOfObj = (text: string): readonly string[] => text.replaceAll(/\\\r?\n/g, ' ').split('\n')
