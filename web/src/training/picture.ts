// The pictures of the training lab: their head is checked, their blobs are rows of curves.
import { decode_as, fail, type DecodedPicture } from '../picture';
import type { InspectionPicture, TrainingPicture } from '../protocol';

export type RunPicture = DecodedPicture<TrainingPicture>;
export type InspectionFrame = DecodedPicture<InspectionPicture>;
export type LabPicture = RunPicture | InspectionFrame;

export const is_inspection = (picture: LabPicture): picture is InspectionFrame => picture.head.kind === 'inspection';

function check_inspection(head: Record<string, unknown>): InspectionPicture {
  for (const key of ['reply', 'version', 'step', 'milliseconds']) if (!Number.isFinite(head[key])) fail(`${key} is no number`);
  for (const key of ['snapshots', 'classes', 'probabilities', 'numbers', 'layers', 'filters']) if (!Array.isArray(head[key])) fail(`${key} is no list`);
  for (const each of [...(head['layers'] as Record<string, unknown>[]), ...(head['filters'] as Record<string, unknown>[])])
    if (!Array.isArray(each['shape']) || !Number.isFinite(each['scale'])) fail('a layer has no shape');
  return head as unknown as InspectionPicture;
}

export const decode = (message: ArrayBuffer): LabPicture => decode_as<TrainingPicture | InspectionPicture>(message, (head) => {
  if (head['kind'] === 'inspection') return check_inspection(head);
  if (head['kind'] !== 'training') fail('of another lab');
  for (const key of ['step', 'steps', 'epoch', 'epochs']) {
    const number = head[key];
    if (typeof number !== 'number' || !Number.isFinite(number)) fail(`${key} is no number`);
  }
  if (!Array.isArray(head['curves'])) fail('no list of curves');
  for (const curve of head['curves'] as Record<string, unknown>[])
    if (typeof curve['name'] !== 'string' || !Number.isInteger(curve['from']) || !Number.isInteger(curve['count'])) fail('a curve has no rows');
  return head as unknown as TrainingPicture;
}) as LabPicture;
