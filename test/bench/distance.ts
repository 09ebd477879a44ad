/** How long DynamoDB takes to answer a function of its Region: AWS says single-digit milliseconds. */
export const distanceMs = 4;
