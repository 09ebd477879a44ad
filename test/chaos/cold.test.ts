import { callsWhileEverythingFails } from './suite.ts';

callsWhileEverythingFails('cold');
