export type { FunctionName } from './declarations/rights.ts';
export type { GuardrailDocuments } from './documents/guardrails.ts';
export { type Deployment, executionRoleArn } from './execution-role-arn.ts';
export { Guardrails, type GuardrailsProps } from './guardrails.ts';
export { ProtectedRole, type ProtectedRoleProps } from './protected-role.ts';
export { SentinelAccount, type SentinelAccountProps } from './sentinel-account.ts';
export { SentinelTvm } from './sentinel-tvm.ts';
export type { Archive, AuthorizerProps, SentinelTvmProps } from './tvm/props.ts';
