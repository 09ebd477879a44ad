/** What a request to DynamoDB takes besides its work: AWS says single-digit milliseconds, from a function of its Region. */
export const distanceMs = 4;
