import { callsWhileEverythingFails } from './suite.ts';

callsWhileEverythingFails('warm');
