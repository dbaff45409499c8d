// Operators of libtorch as functions, with their schemas. Written by scripts/generate-operators.mjs.
import { operator } from '../operators';
import type { Generator } from '../random';
import type { Tensor } from '../tensor';
import type { DType, Device, Layout, MemoryFormat, Scalar } from '../../addon';

export const abs: {
  /** `aten::abs(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('abs');

export const abs_: {
  /** `aten::abs_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('abs_');

export const absolute: {
  /** `aten::absolute(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('absolute');

export const absolute_: {
  /** `aten::absolute_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('absolute_');

export const acos: {
  /** `aten::acos(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('acos');

export const acos_: {
  /** `aten::acos_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('acos_');

export const acosh: {
  /** `aten::acosh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('acosh');

export const acosh_: {
  /** `aten::acosh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('acosh_');

export const adaptiveAvgPool1d: {
  /** `aten::adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[]): Tensor;
} = operator('adaptive_avg_pool1d');

export const adaptiveAvgPool2d: {
  /** `aten::adaptive_avg_pool2d(Tensor self, SymInt[2] output_size) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[]): Tensor;
} = operator('adaptive_avg_pool2d');

export const adaptiveAvgPool3d: {
  /** `aten::adaptive_avg_pool3d(Tensor self, SymInt[3] output_size) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[]): Tensor;
} = operator('adaptive_avg_pool3d');

export const adaptiveMaxPool1d: {
  /** `aten::adaptive_max_pool1d(Tensor self, int[1] output_size) -> (Tensor, Tensor)` */
  (self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
} = operator('adaptive_max_pool1d');

export const adaptiveMaxPool2d: {
  /** `aten::adaptive_max_pool2d(Tensor self, int[2] output_size) -> (Tensor, Tensor)` */
  (self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
} = operator('adaptive_max_pool2d');

export const adaptiveMaxPool3d: {
  /** `aten::adaptive_max_pool3d(Tensor self, int[3] output_size) -> (Tensor, Tensor)` */
  (self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
} = operator('adaptive_max_pool3d');

export const add: {
  /** `aten::add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
  (self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** `aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
  (self: Tensor, other: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('add');

export const add_: {
  /** `aten::add_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** `aten::add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, other: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('add_');

export const addbmm: {
  /** `aten::addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  (self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('addbmm');

export const addbmm_: {
  /** `aten::addbmm_(Tensor(a!) self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('addbmm_');

export const addcdiv: {
  /** `aten::addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
  (self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar }): Tensor;
} = operator('addcdiv');

export const addcdiv_: {
  /** `aten::addcdiv_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
  (self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar }): Tensor;
} = operator('addcdiv_');

export const addcmul: {
  /** `aten::addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor` */
  (self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar }): Tensor;
} = operator('addcmul');

export const addcmul_: {
  /** `aten::addcmul_(Tensor(a!) self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor(a!)` */
  (self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar }): Tensor;
} = operator('addcmul_');

export const addmm: {
  /** `aten::addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  (self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
  /** `aten::addmm.dtype(Tensor self, Tensor mat1, Tensor mat2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  (self: Tensor, mat1: Tensor, mat2: Tensor, outDtype: DType, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('addmm');

export const addmm_: {
  /** `aten::addmm_(Tensor(a!) self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('addmm_');

export const addmv: {
  /** `aten::addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  (self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('addmv');

export const addmv_: {
  /** `aten::addmv_(Tensor(a!) self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('addmv_');

export const addr: {
  /** `aten::addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  (self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('addr');

export const addr_: {
  /** `aten::addr_(Tensor(a!) self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('addr_');

export const adjoint: {
  /** `aten::adjoint(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('adjoint');

export const affineGridGenerator: {
  /** `aten::affine_grid_generator(Tensor theta, SymInt[] size, bool align_corners) -> Tensor` */
  (theta: Tensor, size: readonly number[], alignCorners: boolean): Tensor;
} = operator('affine_grid_generator');

export const alias: {
  /** `aten::alias(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('alias');

export const all: {
  /** `aten::all(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim: number, keepdim?: boolean): Tensor;
  /** `aten::all.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim?: readonly number[] | null, keepdim?: boolean): Tensor;
} = operator('all');

export const allclose: {
  /** `aten::allclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> bool` */
  (self: Tensor, other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): boolean;
} = operator('allclose');

export const alphaDropout: {
  /** `aten::alpha_dropout(Tensor input, float p, bool train) -> Tensor` */
  (input: Tensor, p: number, train: boolean): Tensor;
} = operator('alpha_dropout');

export const alphaDropout_: {
  /** `aten::alpha_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  (self: Tensor, p: number, train: boolean): Tensor;
} = operator('alpha_dropout_');

export const amax: {
  /** `aten::amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[], keepdim?: boolean): Tensor;
} = operator('amax');

export const amin: {
  /** `aten::amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[], keepdim?: boolean): Tensor;
} = operator('amin');

export const aminmax: {
  /** `aten::aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)` */
  (self: Tensor, options?: { dim?: number | null; keepdim?: boolean }): [Tensor, Tensor];
  /** `aten::aminmax.out(Tensor self, *, int? dim=None, bool keepdim=False, Tensor(a!) min, Tensor(b!) max) -> (Tensor(a!) min, Tensor(b!) max)` */
  (self: Tensor, options: { dim?: number | null; keepdim?: boolean; min: Tensor; max: Tensor }): [Tensor, Tensor];
} = operator('aminmax');

export const angle: {
  /** `aten::angle(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('angle');

export const any: {
  /** `aten::any(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim: number, keepdim?: boolean): Tensor;
  /** `aten::any.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim?: readonly number[] | null, keepdim?: boolean): Tensor;
} = operator('any');

export const arange: {
  /** `aten::arange(Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (end: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::arange.start(Scalar start, Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Scalar, end: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Scalar, end: Scalar, step?: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('arange');

export const arccos: {
  /** `aten::arccos(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('arccos');

export const arccos_: {
  /** `aten::arccos_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('arccos_');

export const arccosh: {
  /** `aten::arccosh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('arccosh');

export const arccosh_: {
  /** `aten::arccosh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('arccosh_');

export const arcsin: {
  /** `aten::arcsin(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('arcsin');

export const arcsin_: {
  /** `aten::arcsin_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('arcsin_');

export const arcsinh: {
  /** `aten::arcsinh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('arcsinh');

export const arcsinh_: {
  /** `aten::arcsinh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('arcsinh_');

export const arctan: {
  /** `aten::arctan(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('arctan');

export const arctan2: {
  /** `aten::arctan2(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('arctan2');

export const arctan2_: {
  /** `aten::arctan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('arctan2_');

export const arctan_: {
  /** `aten::arctan_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('arctan_');

export const arctanh: {
  /** `aten::arctanh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('arctanh');

export const arctanh_: {
  /** `aten::arctanh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('arctanh_');

export const argmax: {
  /** `aten::argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim?: number | null, keepdim?: boolean): Tensor;
} = operator('argmax');

export const argmin: {
  /** `aten::argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim?: number | null, keepdim?: boolean): Tensor;
} = operator('argmin');

export const argsort: {
  /** `aten::argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor` */
  (self: Tensor, dim?: number, descending?: boolean): Tensor;
  /** `aten::argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor` */
  (self: Tensor, options: { stable: boolean; dim?: number; descending?: boolean }): Tensor;
} = operator('argsort');

export const argwhere: {
  /** `aten::argwhere(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('argwhere');

export const asStrided: {
  /** `aten::as_strided(Tensor(a) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a)` */
  (self: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
} = operator('as_strided');

export const asStrided_: {
  /** `aten::as_strided_(Tensor(a!) self, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor(a!)` */
  (self: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
} = operator('as_strided_');

export const asStridedScatter: {
  /** `aten::as_strided_scatter(Tensor self, Tensor src, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor` */
  (self: Tensor, src: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
} = operator('as_strided_scatter');

export const asin: {
  /** `aten::asin(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('asin');

export const asin_: {
  /** `aten::asin_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('asin_');

export const asinh: {
  /** `aten::asinh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('asinh');

export const asinh_: {
  /** `aten::asinh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('asinh_');

export const atan: {
  /** `aten::atan(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('atan');

export const atan2: {
  /** `aten::atan2(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('atan2');

export const atan2_: {
  /** `aten::atan2_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('atan2_');

export const atan_: {
  /** `aten::atan_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('atan_');

export const atanh: {
  /** `aten::atanh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('atanh');

export const atanh_: {
  /** `aten::atanh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('atanh_');

export const atleast1d: {
  /** `aten::atleast_1d(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::atleast_1d.Sequence(Tensor[] tensors) -> Tensor[]` */
  (tensors: readonly Tensor[]): Tensor[];
} = operator('atleast_1d');

export const atleast2d: {
  /** `aten::atleast_2d(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::atleast_2d.Sequence(Tensor[] tensors) -> Tensor[]` */
  (tensors: readonly Tensor[]): Tensor[];
} = operator('atleast_2d');

export const atleast3d: {
  /** `aten::atleast_3d(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::atleast_3d.Sequence(Tensor[] tensors) -> Tensor[]` */
  (tensors: readonly Tensor[]): Tensor[];
} = operator('atleast_3d');

export const avgPool1d: {
  /** `aten::avg_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], bool ceil_mode=False, bool count_include_pad=True) -> Tensor` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean): Tensor;
} = operator('avg_pool1d');

export const avgPool2d: {
  /** `aten::avg_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
} = operator('avg_pool2d');

export const avgPool3d: {
  /** `aten::avg_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
} = operator('avg_pool3d');

export const baddbmm: {
  /** `aten::baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  (self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
  /** `aten::baddbmm.dtype(Tensor self, Tensor batch1, Tensor batch2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor` */
  (self: Tensor, batch1: Tensor, batch2: Tensor, outDtype: DType, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('baddbmm');

export const baddbmm_: {
  /** `aten::baddbmm_(Tensor(a!) self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar; alpha?: Scalar }): Tensor;
} = operator('baddbmm_');

export const bartlettWindow: {
  /** `aten::bartlett_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::bartlett_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('bartlett_window');

export const batchNorm: {
  /** `aten::batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
  (input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
} = operator('batch_norm');

export const batchNormElemt: {
  /** `aten::batch_norm_elemt(Tensor input, Tensor? weight, Tensor? bias, Tensor mean, Tensor invstd, float eps) -> Tensor` */
  (input: Tensor, weight: Tensor | null, bias: Tensor | null, mean: Tensor, invstd: Tensor, eps: number): Tensor;
} = operator('batch_norm_elemt');

export const batchNormGatherStats: {
  /** `aten::batch_norm_gather_stats(Tensor input, Tensor mean, Tensor invstd, Tensor? running_mean, Tensor? running_var, float momentum, float eps, int count) -> (Tensor, Tensor)` */
  (input: Tensor, mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, count: number): [Tensor, Tensor];
} = operator('batch_norm_gather_stats');

export const batchNormGatherStatsWithCounts: {
  /** `aten::batch_norm_gather_stats_with_counts(Tensor input, Tensor mean, Tensor invstd, Tensor? running_mean, Tensor? running_var, float momentum, float eps, Tensor counts) -> (Tensor, Tensor)` */
  (input: Tensor, mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, counts: Tensor): [Tensor, Tensor];
} = operator('batch_norm_gather_stats_with_counts');

export const batchNormStats: {
  /** `aten::batch_norm_stats(Tensor input, float eps) -> (Tensor, Tensor)` */
  (input: Tensor, eps: number): [Tensor, Tensor];
} = operator('batch_norm_stats');

export const batchNormUpdateStats: {
  /** `aten::batch_norm_update_stats(Tensor input, Tensor? running_mean, Tensor? running_var, float momentum) -> (Tensor, Tensor)` */
  (input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number): [Tensor, Tensor];
} = operator('batch_norm_update_stats');

export const bernoulli: {
  /** `aten::bernoulli(Tensor self, *, Generator? generator=None) -> Tensor` */
  (self: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** `aten::bernoulli.Tensor(Tensor self, Tensor p, *, Generator? generator=None) -> Tensor` */
  (self: Tensor, p: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** `aten::bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor` */
  (self: Tensor, p: number, options?: { generator?: Generator | null }): Tensor;
} = operator('bernoulli');

export const bernoulli_: {
  /** `aten::bernoulli_.Tensor(Tensor(a!) self, Tensor p, *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, p: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** `aten::bernoulli_.float(Tensor(a!) self, float p=0.5, *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, p?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('bernoulli_');

export const bilinear: {
  /** `aten::bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor` */
  (input1: Tensor, input2: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
} = operator('bilinear');

export const binaryCrossEntropy: {
  /** `aten::binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor` */
  (self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number): Tensor;
} = operator('binary_cross_entropy');

export const binaryCrossEntropyWithLogits: {
  /** `aten::binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor` */
  (self: Tensor, target: Tensor, weight?: Tensor | null, posWeight?: Tensor | null, reduction?: number): Tensor;
} = operator('binary_cross_entropy_with_logits');

export const bincount: {
  /** `aten::bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor` */
  (self: Tensor, weights?: Tensor | null, minlength?: number): Tensor;
} = operator('bincount');

export const binomial: {
  /** `aten::binomial(Tensor count, Tensor prob, Generator? generator=None) -> Tensor` */
  (count: Tensor, prob: Tensor, generator?: Generator | null): Tensor;
} = operator('binomial');

export const bitwiseAnd: {
  /** `aten::bitwise_and.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_and.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::bitwise_and.Scalar_Tensor(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
} = operator('bitwise_and');

export const bitwiseAnd_: {
  /** `aten::bitwise_and_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_and_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('bitwise_and_');

export const bitwiseLeftShift: {
  /** `aten::bitwise_left_shift.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_left_shift.Scalar_Tensor(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
  /** `aten::bitwise_left_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('bitwise_left_shift');

export const bitwiseLeftShift_: {
  /** `aten::bitwise_left_shift_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_left_shift_.Tensor_Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('bitwise_left_shift_');

export const bitwiseNot: {
  /** `aten::bitwise_not(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('bitwise_not');

export const bitwiseNot_: {
  /** `aten::bitwise_not_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('bitwise_not_');

export const bitwiseOr: {
  /** `aten::bitwise_or.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_or.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::bitwise_or.Scalar_Tensor(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
} = operator('bitwise_or');

export const bitwiseOr_: {
  /** `aten::bitwise_or_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_or_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('bitwise_or_');

export const bitwiseRightShift: {
  /** `aten::bitwise_right_shift.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_right_shift.Scalar_Tensor(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
  /** `aten::bitwise_right_shift.Tensor_Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('bitwise_right_shift');

export const bitwiseRightShift_: {
  /** `aten::bitwise_right_shift_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_right_shift_.Tensor_Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('bitwise_right_shift_');

export const bitwiseXor: {
  /** `aten::bitwise_xor.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_xor.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::bitwise_xor.Scalar_Tensor(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
} = operator('bitwise_xor');

export const bitwiseXor_: {
  /** `aten::bitwise_xor_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::bitwise_xor_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('bitwise_xor_');

export const blackmanWindow: {
  /** `aten::blackman_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::blackman_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('blackman_window');

export const blockDiag: {
  /** `aten::block_diag(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('block_diag');

export const bmm: {
  /** `aten::bmm(Tensor self, Tensor mat2) -> Tensor` */
  (self: Tensor, mat2: Tensor): Tensor;
  /** `aten::bmm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor` */
  (self: Tensor, mat2: Tensor, outDtype: DType): Tensor;
} = operator('bmm');

export const broadcastTensors: {
  /** `aten::broadcast_tensors(Tensor[] tensors) -> Tensor[]` */
  (tensors: readonly Tensor[]): Tensor[];
} = operator('broadcast_tensors');

export const broadcastTo: {
  /** `aten::broadcast_to(Tensor(a) self, SymInt[] size) -> Tensor(a)` */
  (self: Tensor, size: readonly number[]): Tensor;
} = operator('broadcast_to');

export const bucketize: {
  /** `aten::bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor` */
  (self: Tensor, boundaries: Tensor, options?: { outInt32?: boolean; right?: boolean }): Tensor;
  /** `aten::bucketize.Scalar(Scalar self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor` */
  (self: Scalar, boundaries: Tensor, options?: { outInt32?: boolean; right?: boolean }): Tensor;
} = operator('bucketize');

export const canCast: {
  /** `aten::can_cast(ScalarType from_, ScalarType to) -> bool` */
  (from_: DType, to: DType): boolean;
} = operator('can_cast');

export const cartesianProd: {
  /** `aten::cartesian_prod(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('cartesian_prod');

export const cat: {
  /** `aten::cat(Tensor[] tensors, int dim=0) -> Tensor` */
  (tensors: readonly Tensor[], dim?: number): Tensor;
} = operator('cat');

export const cauchy: {
  /** `aten::cauchy(Tensor self, float median=0., float sigma=1., *, Generator? generator=None) -> Tensor` */
  (self: Tensor, median?: number, sigma?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('cauchy');

export const cauchy_: {
  /** `aten::cauchy_(Tensor(a!) self, float median=0., float sigma=1., *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, median?: number, sigma?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('cauchy_');

export const ccolIndices: {
  /** `aten::ccol_indices(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('ccol_indices');

export const cdist: {
  /** `aten::cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor` */
  (x1: Tensor, x2: Tensor, p?: number, computeMode?: number | null): Tensor;
} = operator('cdist');

export const ceil: {
  /** `aten::ceil(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('ceil');

export const ceil_: {
  /** `aten::ceil_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('ceil_');

export const celu: {
  /** `aten::celu(Tensor self, Scalar alpha=1.) -> Tensor` */
  (self: Tensor, alpha?: Scalar): Tensor;
} = operator('celu');

export const celu_: {
  /** `aten::celu_(Tensor(a!) self, Scalar alpha=1.) -> Tensor(a!)` */
  (self: Tensor, alpha?: Scalar): Tensor;
} = operator('celu_');

export const chainMatmul: {
  /** `aten::chain_matmul(Tensor[] matrices) -> Tensor` */
  (matrices: readonly Tensor[]): Tensor;
} = operator('chain_matmul');

export const chalf: {
  /** `aten::chalf(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
} = operator('chalf');

export const channelShuffle: {
  /** `aten::channel_shuffle(Tensor self, SymInt groups) -> Tensor` */
  (self: Tensor, groups: number): Tensor;
} = operator('channel_shuffle');

export const cholesky: {
  /** `aten::cholesky(Tensor self, bool upper=False) -> Tensor` */
  (self: Tensor, upper?: boolean): Tensor;
} = operator('cholesky');

export const choleskyInverse: {
  /** `aten::cholesky_inverse(Tensor self, bool upper=False) -> Tensor` */
  (self: Tensor, upper?: boolean): Tensor;
} = operator('cholesky_inverse');

export const choleskySolve: {
  /** `aten::cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor` */
  (self: Tensor, input2: Tensor, upper?: boolean): Tensor;
} = operator('cholesky_solve');

export const chooseQparamsOptimized: {
  /** `aten::choose_qparams_optimized(Tensor input, int numel, int n_bins, float ratio, int bit_width) -> (Tensor, Tensor)` */
  (input: Tensor, numel: number, nBins: number, ratio: number, bitWidth: number): [Tensor, Tensor];
} = operator('choose_qparams_optimized');

export const chunk: {
  /** `aten::chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]` */
  (self: Tensor, chunks: number, dim?: number): Tensor[];
} = operator('chunk');

export const clamp: {
  /** `aten::clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor` */
  (self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  /** `aten::clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor` */
  (self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
} = operator('clamp');

export const clamp_: {
  /** `aten::clamp_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)` */
  (self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  /** `aten::clamp_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)` */
  (self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
} = operator('clamp_');

export const clampMax: {
  /** `aten::clamp_max.Tensor(Tensor self, Tensor max) -> Tensor` */
  (self: Tensor, max: Tensor): Tensor;
  /** `aten::clamp_max(Tensor self, Scalar max) -> Tensor` */
  (self: Tensor, max: Scalar): Tensor;
} = operator('clamp_max');

export const clampMax_: {
  /** `aten::clamp_max_.Tensor(Tensor(a!) self, Tensor max) -> Tensor(a!)` */
  (self: Tensor, max: Tensor): Tensor;
  /** `aten::clamp_max_(Tensor(a!) self, Scalar max) -> Tensor(a!)` */
  (self: Tensor, max: Scalar): Tensor;
} = operator('clamp_max_');

export const clampMin: {
  /** `aten::clamp_min.Tensor(Tensor self, Tensor min) -> Tensor` */
  (self: Tensor, min: Tensor): Tensor;
  /** `aten::clamp_min(Tensor self, Scalar min) -> Tensor` */
  (self: Tensor, min: Scalar): Tensor;
} = operator('clamp_min');

export const clampMin_: {
  /** `aten::clamp_min_.Tensor(Tensor(a!) self, Tensor min) -> Tensor(a!)` */
  (self: Tensor, min: Tensor): Tensor;
  /** `aten::clamp_min_(Tensor(a!) self, Scalar min) -> Tensor(a!)` */
  (self: Tensor, min: Scalar): Tensor;
} = operator('clamp_min_');

export const clip: {
  /** `aten::clip.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor` */
  (self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  /** `aten::clip(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor` */
  (self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
} = operator('clip');

export const clip_: {
  /** `aten::clip_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)` */
  (self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  /** `aten::clip_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)` */
  (self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
} = operator('clip_');

export const clone: {
  /** `aten::clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
} = operator('clone');

export const coalesce: {
  /** `aten::coalesce(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('coalesce');

export const col2im: {
  /** `aten::col2im(Tensor self, SymInt[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
} = operator('col2im');

export const colIndices: {
  /** `aten::col_indices(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('col_indices');

export const columnStack: {
  /** `aten::column_stack(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('column_stack');

export const combinations: {
  /** `aten::combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor` */
  (self: Tensor, r?: number, withReplacement?: boolean): Tensor;
} = operator('combinations');

export const complex: {
  /** `aten::complex(Tensor real, Tensor imag) -> Tensor` */
  (real: Tensor, imag: Tensor): Tensor;
} = operator('complex');

export const concat: {
  /** `aten::concat(Tensor[] tensors, int dim=0) -> Tensor` */
  (tensors: readonly Tensor[], dim?: number): Tensor;
} = operator('concat');

export const concatenate: {
  /** `aten::concatenate(Tensor[] tensors, int dim=0) -> Tensor` */
  (tensors: readonly Tensor[], dim?: number): Tensor;
} = operator('concatenate');

export const conj: {
  /** `aten::conj(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('conj');

export const conjPhysical: {
  /** `aten::conj_physical(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('conj_physical');

export const conjPhysical_: {
  /** `aten::conj_physical_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('conj_physical_');

export const constantPadNd: {
  /** `aten::constant_pad_nd(Tensor self, SymInt[] pad, Scalar value=0) -> Tensor` */
  (self: Tensor, pad: readonly number[], value?: Scalar): Tensor;
} = operator('constant_pad_nd');

export const contiguous: {
  /** `aten::contiguous(Tensor(a) self, *, MemoryFormat memory_format=0) -> Tensor(a)` */
  (self: Tensor, options?: { memoryFormat?: MemoryFormat }): Tensor;
} = operator('contiguous');

export const conv1d: {
  /** `aten::conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] dilation=[1], SymInt groups=1) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  /** `aten::conv1d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], str padding="valid", SymInt[1] dilation=[1], SymInt groups=1) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
} = operator('conv1d');

export const conv2d: {
  /** `aten::conv2d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  /** `aten::conv2d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], str padding="valid", SymInt[2] dilation=[1, 1], SymInt groups=1) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
} = operator('conv2d');

export const conv3d: {
  /** `aten::conv3d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  /** `aten::conv3d.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], str padding="valid", SymInt[3] dilation=[1, 1, 1], SymInt groups=1) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
} = operator('conv3d');

export const convDepthwise3d: {
  /** `aten::conv_depthwise3d(Tensor self, Tensor weight, SymInt[3] kernel_size, Tensor? bias, SymInt[3] stride, SymInt[3] padding, SymInt[3] dilation) -> Tensor` */
  (self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[]): Tensor;
} = operator('conv_depthwise3d');

export const convTbc: {
  /** `aten::conv_tbc(Tensor self, Tensor weight, Tensor bias, int pad=0) -> Tensor` */
  (self: Tensor, weight: Tensor, bias: Tensor, pad?: number): Tensor;
} = operator('conv_tbc');

export const convTranspose1d: {
  /** `aten::conv_transpose1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] output_padding=[0], SymInt groups=1, SymInt[1] dilation=[1]) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
} = operator('conv_transpose1d');

export const convTranspose2d: {
  /** `aten::conv_transpose2d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[2] stride=[1, 1], SymInt[2] padding=[0, 0], SymInt[2] output_padding=[0, 0], SymInt groups=1, SymInt[2] dilation=[1, 1]) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
} = operator('conv_transpose2d');

export const convTranspose3d: {
  /** `aten::conv_transpose3d.input(Tensor input, Tensor weight, Tensor? bias=None, SymInt[3] stride=[1, 1, 1], SymInt[3] padding=[0, 0, 0], SymInt[3] output_padding=[0, 0, 0], SymInt groups=1, SymInt[3] dilation=[1, 1, 1]) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
} = operator('conv_transpose3d');

export const convolution: {
  /** `aten::convolution(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor` */
  (input: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor;
} = operator('convolution');

export const convolutionOverrideable: {
  /** `aten::convolution_overrideable(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor` */
  (input: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor;
} = operator('convolution_overrideable');

export const copy_: {
  /** `aten::copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
  (self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
} = operator('copy_');

export const copySparseToSparse: {
  /** `aten::copy_sparse_to_sparse(Tensor self, Tensor src, bool non_blocking=False) -> Tensor` */
  (self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
} = operator('copy_sparse_to_sparse');

export const copySparseToSparse_: {
  /** `aten::copy_sparse_to_sparse_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)` */
  (self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
} = operator('copy_sparse_to_sparse_');

export const copysign: {
  /** `aten::copysign.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::copysign.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('copysign');

export const copysign_: {
  /** `aten::copysign_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::copysign_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('copysign_');

export const corrcoef: {
  /** `aten::corrcoef(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('corrcoef');

export const cos: {
  /** `aten::cos(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('cos');

export const cos_: {
  /** `aten::cos_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('cos_');

export const cosh: {
  /** `aten::cosh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('cosh');

export const cosh_: {
  /** `aten::cosh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('cosh_');

export const cosineEmbeddingLoss: {
  /** `aten::cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor` */
  (input1: Tensor, input2: Tensor, target: Tensor, margin?: number, reduction?: number): Tensor;
} = operator('cosine_embedding_loss');

export const cosineSimilarity: {
  /** `aten::cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor` */
  (x1: Tensor, x2: Tensor, dim?: number, eps?: number): Tensor;
} = operator('cosine_similarity');

export const countNonzero: {
  /** `aten::count_nonzero(Tensor self, int? dim=None) -> Tensor` */
  (self: Tensor, dim?: number | null): Tensor;
  /** `aten::count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor` */
  (self: Tensor, dim: readonly number[]): Tensor;
} = operator('count_nonzero');

export const cov: {
  /** `aten::cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor` */
  (self: Tensor, options?: { correction?: number; fweights?: Tensor | null; aweights?: Tensor | null }): Tensor;
} = operator('cov');

export const cross: {
  /** `aten::cross(Tensor self, Tensor other, int? dim=None) -> Tensor` */
  (self: Tensor, other: Tensor, dim?: number | null): Tensor;
} = operator('cross');

export const crossEntropyLoss: {
  /** `aten::cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100, float label_smoothing=0.) -> Tensor` */
  (self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number, labelSmoothing?: number): Tensor;
} = operator('cross_entropy_loss');

export const crowIndices: {
  /** `aten::crow_indices(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('crow_indices');

export const ctcLoss: {
  /** `aten::ctc_loss.IntList(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor` */
  (logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank?: number, reduction?: number, zeroInfinity?: boolean): Tensor;
  /** `aten::ctc_loss.Tensor(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor` */
  (logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank?: number, reduction?: number, zeroInfinity?: boolean): Tensor;
} = operator('ctc_loss');

export const cummax: {
  /** `aten::cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
  (self: Tensor, dim: number): [Tensor, Tensor];
  /** `aten::cummax.out(Tensor self, int dim, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, dim: number, options: { values: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('cummax');

export const cummin: {
  /** `aten::cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)` */
  (self: Tensor, dim: number): [Tensor, Tensor];
  /** `aten::cummin.out(Tensor self, int dim, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, dim: number, options: { values: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('cummin');

export const cumprod: {
  /** `aten::cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
} = operator('cumprod');

export const cumprod_: {
  /** `aten::cumprod_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)` */
  (self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
} = operator('cumprod_');

export const cumsum: {
  /** `aten::cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
} = operator('cumsum');

export const cumsum_: {
  /** `aten::cumsum_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)` */
  (self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
} = operator('cumsum_');

export const cumulativeTrapezoid: {
  /** `aten::cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor` */
  (y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
  /** `aten::cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor` */
  (y: Tensor, options?: { dx?: Scalar; dim?: number }): Tensor;
} = operator('cumulative_trapezoid');

export const deg2rad: {
  /** `aten::deg2rad(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('deg2rad');

export const deg2rad_: {
  /** `aten::deg2rad_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('deg2rad_');

export const denseDim: {
  /** `aten::dense_dim(Tensor self) -> int` */
  (self: Tensor): number;
} = operator('dense_dim');

export const det: {
  /** `aten::det(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('det');

export const detach: {
  /** `aten::detach(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('detach');

export const detach_: {
  /** `aten::detach_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('detach_');

export const diag: {
  /** `aten::diag(Tensor self, int diagonal=0) -> Tensor` */
  (self: Tensor, diagonal?: number): Tensor;
} = operator('diag');

export const diagEmbed: {
  /** `aten::diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor` */
  (self: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
} = operator('diag_embed');

export const diagflat: {
  /** `aten::diagflat(Tensor self, int offset=0) -> Tensor` */
  (self: Tensor, offset?: number): Tensor;
} = operator('diagflat');

export const diagonal: {
  /** `aten::diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)` */
  (self: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
} = operator('diagonal');

export const diagonalScatter: {
  /** `aten::diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor` */
  (self: Tensor, src: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
} = operator('diagonal_scatter');

export const diff: {
  /** `aten::diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None) -> Tensor` */
  (self: Tensor, n?: number, dim?: number, prepend?: Tensor | null, append?: Tensor | null): Tensor;
} = operator('diff');

export const digamma: {
  /** `aten::digamma(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('digamma');

export const digamma_: {
  /** `aten::digamma_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('digamma_');

export const dim: {
  /** `aten::dim(Tensor self) -> int` */
  (self: Tensor): number;
} = operator('dim');

export const dist: {
  /** `aten::dist(Tensor self, Tensor other, Scalar p=2) -> Tensor` */
  (self: Tensor, other: Tensor, p?: Scalar): Tensor;
} = operator('dist');

export const div: {
  /** `aten::div.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor` */
  (self: Tensor, other: Tensor, options: { roundingMode: string | null }): Tensor;
  /** `aten::div.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::div.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor` */
  (self: Tensor, other: Scalar, options: { roundingMode: string | null }): Tensor;
} = operator('div');

export const div_: {
  /** `aten::div_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::div_.Tensor_mode(Tensor(a!) self, Tensor other, *, str? rounding_mode) -> Tensor(a!)` */
  (self: Tensor, other: Tensor, options: { roundingMode: string | null }): Tensor;
  /** `aten::div_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::div_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)` */
  (self: Tensor, other: Scalar, options: { roundingMode: string | null }): Tensor;
} = operator('div_');

export const divide: {
  /** `aten::divide.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::divide.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor` */
  (self: Tensor, other: Tensor, options: { roundingMode: string | null }): Tensor;
  /** `aten::divide.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::divide.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor` */
  (self: Tensor, other: Scalar, options: { roundingMode: string | null }): Tensor;
} = operator('divide');

export const divide_: {
  /** `aten::divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::divide_.Tensor_mode(Tensor(a!) self, Tensor other, *, str? rounding_mode) -> Tensor(a!)` */
  (self: Tensor, other: Tensor, options: { roundingMode: string | null }): Tensor;
  /** `aten::divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::divide_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)` */
  (self: Tensor, other: Scalar, options: { roundingMode: string | null }): Tensor;
} = operator('divide_');

export const dot: {
  /** `aten::dot(Tensor self, Tensor tensor) -> Tensor` */
  (self: Tensor, tensor: Tensor): Tensor;
} = operator('dot');

export const dropout: {
  /** `aten::dropout(Tensor input, float p, bool train) -> Tensor` */
  (input: Tensor, p: number, train: boolean): Tensor;
} = operator('dropout');

export const dropout_: {
  /** `aten::dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  (self: Tensor, p: number, train: boolean): Tensor;
} = operator('dropout_');

export const dsplit: {
  /** `aten::dsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]` */
  (self: Tensor, indices: readonly number[]): Tensor[];
  /** `aten::dsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]` */
  (self: Tensor, sections: number): Tensor[];
} = operator('dsplit');

export const dstack: {
  /** `aten::dstack(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('dstack');

export const einsum: {
  /** `aten::einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor` */
  (equation: string, tensors: readonly Tensor[], options?: { path?: readonly number[] | null }): Tensor;
} = operator('einsum');

export const elu: {
  /** `aten::elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor` */
  (self: Tensor, alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): Tensor;
} = operator('elu');

export const elu_: {
  /** `aten::elu_(Tensor(a!) self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor(a!)` */
  (self: Tensor, alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): Tensor;
} = operator('elu_');

export const embedding: {
  /** `aten::embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor` */
  (weight: Tensor, indices: Tensor, paddingIdx?: number, scaleGradByFreq?: boolean, sparse?: boolean): Tensor;
} = operator('embedding');

export const embeddingBag: {
  /** `aten::embedding_bag(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False) -> (Tensor, Tensor, Tensor, Tensor)` */
  (weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq?: boolean, mode?: number, sparse?: boolean, perSampleWeights?: Tensor | null, includeLastOffset?: boolean): [Tensor, Tensor, Tensor, Tensor];
  /** `aten::embedding_bag.padding_idx(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq, int mode, bool sparse, Tensor? per_sample_weights, bool include_last_offset, int? padding_idx) -> (Tensor, Tensor, Tensor, Tensor)` */
  (weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, perSampleWeights: Tensor | null, includeLastOffset: boolean, paddingIdx: number | null): [Tensor, Tensor, Tensor, Tensor];
} = operator('embedding_bag');

export const embeddingRenorm: {
  /** `aten::embedding_renorm(Tensor self, Tensor indices, float max_norm, float norm_type) -> Tensor` */
  (self: Tensor, indices: Tensor, maxNorm: number, normType: number): Tensor;
} = operator('embedding_renorm');

export const embeddingRenorm_: {
  /** `aten::embedding_renorm_(Tensor(a!) self, Tensor indices, float max_norm, float norm_type) -> Tensor(a!)` */
  (self: Tensor, indices: Tensor, maxNorm: number, normType: number): Tensor;
} = operator('embedding_renorm_');

export const empty: {
  /** `aten::empty.memory_format(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('empty');

export const emptyLike: {
  /** `aten::empty_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('empty_like');

export const emptyPermuted: {
  /** `aten::empty_permuted(SymInt[] size, int[] physical_layout, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], physicalLayout: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('empty_permuted');

export const emptyQuantized: {
  /** `aten::empty_quantized(int[] size, Tensor qtensor, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (size: readonly number[], qtensor: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('empty_quantized');

export const emptyStrided: {
  /** `aten::empty_strided(SymInt[] size, SymInt[] stride, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], stride: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('empty_strided');

export const eq: {
  /** `aten::eq.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::eq.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('eq');

export const eq_: {
  /** `aten::eq_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::eq_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('eq_');

export const equal: {
  /** `aten::equal(Tensor self, Tensor other) -> bool` */
  (self: Tensor, other: Tensor): boolean;
} = operator('equal');

export const erf: {
  /** `aten::erf(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('erf');

export const erf_: {
  /** `aten::erf_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('erf_');

export const erfc: {
  /** `aten::erfc(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('erfc');

export const erfc_: {
  /** `aten::erfc_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('erfc_');

export const erfinv: {
  /** `aten::erfinv(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('erfinv');

export const erfinv_: {
  /** `aten::erfinv_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('erfinv_');

export const exp: {
  /** `aten::exp(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('exp');

export const exp2: {
  /** `aten::exp2(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('exp2');

export const exp2_: {
  /** `aten::exp2_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('exp2_');

export const exp_: {
  /** `aten::exp_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('exp_');

export const expand: {
  /** `aten::expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)` */
  (self: Tensor, size: readonly number[], options?: { implicit?: boolean }): Tensor;
} = operator('expand');

export const expandAs: {
  /** `aten::expand_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('expand_as');

export const expm1: {
  /** `aten::expm1(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('expm1');

export const expm1_: {
  /** `aten::expm1_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('expm1_');

export const exponential: {
  /** `aten::exponential(Tensor self, float lambd=1., *, Generator? generator=None) -> Tensor` */
  (self: Tensor, lambd?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('exponential');

export const exponential_: {
  /** `aten::exponential_(Tensor(a!) self, float lambd=1., *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, lambd?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('exponential_');

export const eye: {
  /** `aten::eye(SymInt n, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (n: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::eye.m(SymInt n, SymInt m, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (n: number, m: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('eye');

export const featureAlphaDropout: {
  /** `aten::feature_alpha_dropout(Tensor input, float p, bool train) -> Tensor` */
  (input: Tensor, p: number, train: boolean): Tensor;
} = operator('feature_alpha_dropout');

export const featureAlphaDropout_: {
  /** `aten::feature_alpha_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  (self: Tensor, p: number, train: boolean): Tensor;
} = operator('feature_alpha_dropout_');

export const featureDropout: {
  /** `aten::feature_dropout(Tensor input, float p, bool train) -> Tensor` */
  (input: Tensor, p: number, train: boolean): Tensor;
} = operator('feature_dropout');

export const featureDropout_: {
  /** `aten::feature_dropout_(Tensor(a!) self, float p, bool train) -> Tensor(a!)` */
  (self: Tensor, p: number, train: boolean): Tensor;
} = operator('feature_dropout_');

export const fftFft: {
  /** `aten::fft_fft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  (self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
} = operator('fft_fft');

export const fftFft2: {
  /** `aten::fft_fft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
} = operator('fft_fft2');

export const fftFftfreq: {
  /** `aten::fft_fftfreq(int n, float d=1., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (n: number, d?: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('fft_fftfreq');

export const fftFftn: {
  /** `aten::fft_fftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
} = operator('fft_fftn');

export const fftFftshift: {
  /** `aten::fft_fftshift(Tensor self, int[1]? dim=None) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[] | null): Tensor;
} = operator('fft_fftshift');

export const fftHfft: {
  /** `aten::fft_hfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  (self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
} = operator('fft_hfft');

export const fftHfft2: {
  /** `aten::fft_hfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
} = operator('fft_hfft2');

export const fftHfftn: {
  /** `aten::fft_hfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
} = operator('fft_hfftn');

export const fftIfft: {
  /** `aten::fft_ifft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  (self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
} = operator('fft_ifft');

export const fftIfft2: {
  /** `aten::fft_ifft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
} = operator('fft_ifft2');

export const fftIfftn: {
  /** `aten::fft_ifftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
} = operator('fft_ifftn');

export const fftIfftshift: {
  /** `aten::fft_ifftshift(Tensor self, int[1]? dim=None) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[] | null): Tensor;
} = operator('fft_ifftshift');

export const fftIhfft: {
  /** `aten::fft_ihfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  (self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
} = operator('fft_ihfft');

export const fftIhfft2: {
  /** `aten::fft_ihfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
} = operator('fft_ihfft2');

export const fftIhfftn: {
  /** `aten::fft_ihfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
} = operator('fft_ihfftn');

export const fftIrfft: {
  /** `aten::fft_irfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  (self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
} = operator('fft_irfft');

export const fftIrfft2: {
  /** `aten::fft_irfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
} = operator('fft_irfft2');

export const fftIrfftn: {
  /** `aten::fft_irfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
} = operator('fft_irfftn');

export const fftRfft: {
  /** `aten::fft_rfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` */
  (self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
} = operator('fft_rfft');

export const fftRfft2: {
  /** `aten::fft_rfft2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
} = operator('fft_rfft2');

export const fftRfftfreq: {
  /** `aten::fft_rfftfreq(int n, float d=1., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (n: number, d?: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('fft_rfftfreq');

export const fftRfftn: {
  /** `aten::fft_rfftn(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` */
  (self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
} = operator('fft_rfftn');

export const fill: {
  /** `aten::fill.Tensor(Tensor self, Tensor value) -> Tensor` */
  (self: Tensor, value: Tensor): Tensor;
  /** `aten::fill.Scalar(Tensor self, Scalar value) -> Tensor` */
  (self: Tensor, value: Scalar): Tensor;
} = operator('fill');

export const fill_: {
  /** `aten::fill_.Tensor(Tensor(a!) self, Tensor value) -> Tensor(a!)` */
  (self: Tensor, value: Tensor): Tensor;
  /** `aten::fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)` */
  (self: Tensor, value: Scalar): Tensor;
} = operator('fill_');

export const fillDiagonal_: {
  /** `aten::fill_diagonal_(Tensor(a!) self, Scalar fill_value, bool wrap=False) -> Tensor(a!)` */
  (self: Tensor, fillValue: Scalar, wrap?: boolean): Tensor;
} = operator('fill_diagonal_');

export const fix: {
  /** `aten::fix(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('fix');

export const fix_: {
  /** `aten::fix_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('fix_');

export const flatten: {
  /** `aten::flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)` */
  (self: Tensor, startDim?: number, endDim?: number): Tensor;
} = operator('flatten');

export const flattenDenseTensors: {
  /** `aten::flatten_dense_tensors(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('flatten_dense_tensors');

export const flip: {
  /** `aten::flip(Tensor self, int[] dims) -> Tensor` */
  (self: Tensor, dims: readonly number[]): Tensor;
} = operator('flip');

export const fliplr: {
  /** `aten::fliplr(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('fliplr');

export const flipud: {
  /** `aten::flipud(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('flipud');

export const floatPower: {
  /** `aten::float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor` */
  (self: Tensor, exponent: Tensor): Tensor;
  /** `aten::float_power.Scalar(Scalar self, Tensor exponent) -> Tensor` */
  (self: Scalar, exponent: Tensor): Tensor;
  /** `aten::float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor` */
  (self: Tensor, exponent: Scalar): Tensor;
} = operator('float_power');

export const floatPower_: {
  /** `aten::float_power_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)` */
  (self: Tensor, exponent: Tensor): Tensor;
  /** `aten::float_power_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)` */
  (self: Tensor, exponent: Scalar): Tensor;
} = operator('float_power_');

export const floor: {
  /** `aten::floor(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('floor');

export const floor_: {
  /** `aten::floor_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('floor_');

export const floorDivide: {
  /** `aten::floor_divide(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::floor_divide.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('floor_divide');

export const floorDivide_: {
  /** `aten::floor_divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::floor_divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('floor_divide_');

export const fmax: {
  /** `aten::fmax(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('fmax');

export const fmin: {
  /** `aten::fmin(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('fmin');

export const fmod: {
  /** `aten::fmod.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::fmod.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('fmod');

export const fmod_: {
  /** `aten::fmod_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::fmod_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('fmod_');

export const frac: {
  /** `aten::frac(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('frac');

export const frac_: {
  /** `aten::frac_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('frac_');

export const fractionalMaxPool2d: {
  /** `aten::fractional_max_pool2d(Tensor self, int[2] kernel_size, int[2] output_size, Tensor random_samples) -> (Tensor, Tensor)` */
  (self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  /** `aten::fractional_max_pool2d.output(Tensor self, int[2] kernel_size, int[2] output_size, Tensor random_samples, *, Tensor(a!) output, Tensor(b!) indices) -> (Tensor(a!), Tensor(b!))` */
  (self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor, options: { output: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('fractional_max_pool2d');

export const fractionalMaxPool3d: {
  /** `aten::fractional_max_pool3d(Tensor self, int[3] kernel_size, int[3] output_size, Tensor random_samples) -> (Tensor, Tensor)` */
  (self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  /** `aten::fractional_max_pool3d.output(Tensor self, int[3] kernel_size, int[3] output_size, Tensor random_samples, *, Tensor(a!) output, Tensor(b!) indices) -> (Tensor(a!), Tensor(b!))` */
  (self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor, options: { output: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('fractional_max_pool3d');

export const frexp: {
  /** `aten::frexp.Tensor(Tensor self) -> (Tensor mantissa, Tensor exponent)` */
  (self: Tensor): [Tensor, Tensor];
  /** `aten::frexp.Tensor_out(Tensor self, *, Tensor(a!) mantissa, Tensor(b!) exponent) -> (Tensor(a!) mantissa, Tensor(b!) exponent)` */
  (self: Tensor, options: { mantissa: Tensor; exponent: Tensor }): [Tensor, Tensor];
} = operator('frexp');

export const frobeniusNorm: {
  /** `aten::frobenius_norm.dim(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
} = operator('frobenius_norm');

export const fromFile: {
  /** `aten::from_file(str filename, bool? shared=None, int? size=0, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (filename: string, shared?: boolean | null, size?: number | null, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('from_file');

export const full: {
  /** `aten::full(SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('full');

export const fullLike: {
  /** `aten::full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, fillValue: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('full_like');

export const gather: {
  /** `aten::gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, options?: { sparseGrad?: boolean }): Tensor;
} = operator('gather');

export const gcd: {
  /** `aten::gcd(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('gcd');

export const gcd_: {
  /** `aten::gcd_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('gcd_');

export const ge: {
  /** `aten::ge.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::ge.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('ge');

export const ge_: {
  /** `aten::ge_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::ge_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('ge_');

export const gelu: {
  /** `aten::gelu(Tensor self, *, str approximate="none") -> Tensor` */
  (self: Tensor, options?: { approximate?: string }): Tensor;
} = operator('gelu');

export const gelu_: {
  /** `aten::gelu_(Tensor(a!) self, *, str approximate="none") -> Tensor(a!)` */
  (self: Tensor, options?: { approximate?: string }): Tensor;
} = operator('gelu_');

export const geometric: {
  /** `aten::geometric(Tensor self, float p, *, Generator? generator=None) -> Tensor` */
  (self: Tensor, p: number, options?: { generator?: Generator | null }): Tensor;
} = operator('geometric');

export const geometric_: {
  /** `aten::geometric_(Tensor(a!) self, float p, *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, p: number, options?: { generator?: Generator | null }): Tensor;
} = operator('geometric_');

export const geqrf: {
  /** `aten::geqrf(Tensor self) -> (Tensor a, Tensor tau)` */
  (self: Tensor): [Tensor, Tensor];
  /** `aten::geqrf.a(Tensor self, *, Tensor(a!) a, Tensor(b!) tau) -> (Tensor(a!) a, Tensor(b!) tau)` */
  (self: Tensor, options: { a: Tensor; tau: Tensor }): [Tensor, Tensor];
} = operator('geqrf');

export const ger: {
  /** `aten::ger(Tensor self, Tensor vec2) -> Tensor` */
  (self: Tensor, vec2: Tensor): Tensor;
} = operator('ger');

export const getDevice: {
  /** `aten::get_device(Tensor self) -> int` */
  (self: Tensor): number;
} = operator('get_device');

export const glu: {
  /** `aten::glu(Tensor self, int dim=-1) -> Tensor` */
  (self: Tensor, dim?: number): Tensor;
} = operator('glu');

export const gluJvp: {
  /** `aten::glu_jvp(Tensor glu, Tensor x, Tensor dx, int dim) -> Tensor` */
  (glu: Tensor, x: Tensor, dx: Tensor, dim: number): Tensor;
} = operator('glu_jvp');

export const gradient: {
  /** `aten::gradient.array(Tensor self, *, int[] dim, int edge_order=1) -> Tensor[]` */
  (self: Tensor, options: { dim: readonly number[]; edgeOrder?: number }): Tensor[];
  /** `aten::gradient.scalarrayarray(Tensor self, *, Scalar[] spacing, int[] dim, int edge_order=1) -> Tensor[]` */
  (self: Tensor, options: { spacing: readonly Scalar[]; dim: readonly number[]; edgeOrder?: number }): Tensor[];
  /** `aten::gradient.scalarrayint(Tensor self, *, Scalar[] spacing, int? dim=None, int edge_order=1) -> Tensor[]` */
  (self: Tensor, options: { spacing: readonly Scalar[]; dim?: number | null; edgeOrder?: number }): Tensor[];
  /** `aten::gradient.tensorarray(Tensor self, *, Tensor[] spacing, int[] dim, int edge_order=1) -> Tensor[]` */
  (self: Tensor, options: { spacing: readonly Tensor[]; dim: readonly number[]; edgeOrder?: number }): Tensor[];
  /** `aten::gradient.tensorarrayint(Tensor self, *, Tensor[] spacing, int? dim=None, int edge_order=1) -> Tensor[]` */
  (self: Tensor, options: { spacing: readonly Tensor[]; dim?: number | null; edgeOrder?: number }): Tensor[];
  /** `aten::gradient.scalararray(Tensor self, *, Scalar spacing, int[] dim, int edge_order=1) -> Tensor[]` */
  (self: Tensor, options: { spacing: Scalar; dim: readonly number[]; edgeOrder?: number }): Tensor[];
  /** `aten::gradient.scalarint(Tensor self, *, Scalar? spacing=None, int? dim=None, int edge_order=1) -> Tensor[]` */
  (self: Tensor, options?: { spacing?: Scalar | null; dim?: number | null; edgeOrder?: number }): Tensor[];
} = operator('gradient');

export const greater: {
  /** `aten::greater.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::greater.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('greater');

export const greater_: {
  /** `aten::greater_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::greater_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('greater_');

export const greaterEqual: {
  /** `aten::greater_equal.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::greater_equal.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('greater_equal');

export const greaterEqual_: {
  /** `aten::greater_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::greater_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('greater_equal_');

export const gridSampler: {
  /** `aten::grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
  (input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
} = operator('grid_sampler');

export const gridSampler2d: {
  /** `aten::grid_sampler_2d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
  (input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
} = operator('grid_sampler_2d');

export const gridSampler3d: {
  /** `aten::grid_sampler_3d(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` */
  (input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
} = operator('grid_sampler_3d');

export const groupNorm: {
  /** `aten::group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enabled=True) -> Tensor` */
  (input: Tensor, numGroups: number, weight?: Tensor | null, bias?: Tensor | null, eps?: number, cudnnEnabled?: boolean): Tensor;
} = operator('group_norm');

export const gru: {
  /** `aten::gru.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)` */
  (data: Tensor, batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  /** `aten::gru.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)` */
  (input: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
} = operator('gru');

export const gruCell: {
  /** `aten::gru_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  (input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
} = operator('gru_cell');

export const gt: {
  /** `aten::gt.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::gt.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('gt');

export const gt_: {
  /** `aten::gt_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::gt_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('gt_');

export const hammingWindow: {
  /** `aten::hamming_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::hamming_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::hamming_window.periodic_alpha(int window_length, bool periodic, float alpha, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, periodic: boolean, alpha: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::hamming_window.periodic_alpha_beta(int window_length, bool periodic, float alpha, float beta, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, periodic: boolean, alpha: number, beta: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('hamming_window');

export const hannWindow: {
  /** `aten::hann_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::hann_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('hann_window');

export const hardshrink: {
  /** `aten::hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor` */
  (self: Tensor, lambd?: Scalar): Tensor;
} = operator('hardshrink');

export const hardsigmoid: {
  /** `aten::hardsigmoid(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('hardsigmoid');

export const hardsigmoid_: {
  /** `aten::hardsigmoid_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('hardsigmoid_');

export const hardswish: {
  /** `aten::hardswish(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('hardswish');

export const hardswish_: {
  /** `aten::hardswish_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('hardswish_');

export const hardtanh: {
  /** `aten::hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor` */
  (self: Tensor, minVal?: Scalar, maxVal?: Scalar): Tensor;
} = operator('hardtanh');

export const hardtanh_: {
  /** `aten::hardtanh_(Tensor(a!) self, Scalar min_val=-1, Scalar max_val=1) -> Tensor(a!)` */
  (self: Tensor, minVal?: Scalar, maxVal?: Scalar): Tensor;
} = operator('hardtanh_');

export const hashTensor: {
  /** `aten::hash_tensor(Tensor self, int[1] dim=[], *, bool keepdim=False, int mode=0) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[], options?: { keepdim?: boolean; mode?: number }): Tensor;
} = operator('hash_tensor');

export const heaviside: {
  /** `aten::heaviside(Tensor self, Tensor values) -> Tensor` */
  (self: Tensor, values: Tensor): Tensor;
} = operator('heaviside');

export const heaviside_: {
  /** `aten::heaviside_(Tensor(a!) self, Tensor values) -> Tensor(a!)` */
  (self: Tensor, values: Tensor): Tensor;
} = operator('heaviside_');

export const hingeEmbeddingLoss: {
  /** `aten::hinge_embedding_loss(Tensor self, Tensor target, float margin=1., int reduction=1) -> Tensor` */
  (self: Tensor, target: Tensor, margin?: number, reduction?: number): Tensor;
} = operator('hinge_embedding_loss');

export const histc: {
  /** `aten::histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor` */
  (self: Tensor, bins?: number, min?: Scalar, max?: Scalar): Tensor;
} = operator('histc');

export const histogram: {
  /** `aten::histogram.bin_ct(Tensor self, int bins=100, *, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)` */
  (self: Tensor, bins?: number, options?: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean }): [Tensor, Tensor];
  /** `aten::histogram.bin_ct_out(Tensor self, int bins=100, *, float[]? range=None, Tensor? weight=None, bool density=False, Tensor(a!) hist, Tensor(b!) bin_edges) -> (Tensor(a!) hist, Tensor(b!) bin_edges)` */
  (self: Tensor, bins: number | undefined, options: { range?: readonly number[] | null; weight?: Tensor | null; density?: boolean; hist: Tensor; binEdges: Tensor }): [Tensor, Tensor];
  /** `aten::histogram.bins_tensor(Tensor self, Tensor bins, *, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)` */
  (self: Tensor, bins: Tensor, options?: { weight?: Tensor | null; density?: boolean }): [Tensor, Tensor];
  /** `aten::histogram.bins_tensor_out(Tensor self, Tensor bins, *, Tensor? weight=None, bool density=False, Tensor(a!) hist, Tensor(b!) bin_edges) -> (Tensor(a!) hist, Tensor(b!) bin_edges)` */
  (self: Tensor, bins: Tensor, options: { weight?: Tensor | null; density?: boolean; hist: Tensor; binEdges: Tensor }): [Tensor, Tensor];
} = operator('histogram');

export const histogramdd: {
  /** `aten::histogramdd(Tensor self, int[] bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)` */
  (self: Tensor, bins: readonly number[], range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
  /** `aten::histogramdd.TensorList_bins(Tensor self, Tensor[] bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)` */
  (self: Tensor, bins: readonly Tensor[], range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
  /** `aten::histogramdd.int_bins(Tensor self, int bins, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor[] bin_edges)` */
  (self: Tensor, bins: number, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
} = operator('histogramdd');

export const hsplit: {
  /** `aten::hsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]` */
  (self: Tensor, indices: readonly number[]): Tensor[];
  /** `aten::hsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]` */
  (self: Tensor, sections: number): Tensor[];
} = operator('hsplit');

export const hstack: {
  /** `aten::hstack(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('hstack');

export const huberLoss: {
  /** `aten::huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.) -> Tensor` */
  (self: Tensor, target: Tensor, reduction?: number, delta?: number): Tensor;
} = operator('huber_loss');

export const hypot: {
  /** `aten::hypot(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('hypot');

export const hypot_: {
  /** `aten::hypot_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('hypot_');

export const i0: {
  /** `aten::i0(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('i0');

export const i0_: {
  /** `aten::i0_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('i0_');

export const igamma: {
  /** `aten::igamma(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('igamma');

export const igamma_: {
  /** `aten::igamma_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('igamma_');

export const igammac: {
  /** `aten::igammac(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('igammac');

export const igammac_: {
  /** `aten::igammac_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('igammac_');

export const im2col: {
  /** `aten::im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor` */
  (self: Tensor, kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
} = operator('im2col');

export const imag: {
  /** `aten::imag(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('imag');

export const index: {
  /** `aten::index.Tensor(Tensor self, Tensor?[] indices) -> Tensor` */
  (self: Tensor, indices: readonly (Tensor | null)[]): Tensor;
} = operator('index');

export const indexAdd: {
  /** `aten::index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('index_add');

export const indexAdd_: {
  /** `aten::index_add_(Tensor(a!) self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('index_add_');

export const indexCopy_: {
  /** `aten::index_copy_(Tensor(a!) self, int dim, Tensor index, Tensor source) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor;
} = operator('index_copy_');

export const indexFill: {
  /** `aten::index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  /** `aten::index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
} = operator('index_fill');

export const indexFill_: {
  /** `aten::index_fill_.int_Tensor(Tensor(a!) self, int dim, Tensor index, Tensor value) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  /** `aten::index_fill_.int_Scalar(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
} = operator('index_fill_');

export const indexPut: {
  /** `aten::index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor` */
  (self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
} = operator('index_put');

export const indexPut_: {
  /** `aten::index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)` */
  (self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
} = operator('index_put_');

export const indexReduce: {
  /** `aten::index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
} = operator('index_reduce');

export const indexReduce_: {
  /** `aten::index_reduce_(Tensor(a!) self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
} = operator('index_reduce_');

export const indexSelect: {
  /** `aten::index_select(Tensor self, int dim, Tensor index) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor): Tensor;
} = operator('index_select');

export const indices: {
  /** `aten::indices(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('indices');

export const inner: {
  /** `aten::inner(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('inner');

export const instanceNorm: {
  /** `aten::instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor` */
  (input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, useInputStats: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
} = operator('instance_norm');

export const inverse: {
  /** `aten::inverse(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('inverse');

export const isCoalesced: {
  /** `aten::is_coalesced(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_coalesced');

export const isComplex: {
  /** `aten::is_complex(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_complex');

export const isConj: {
  /** `aten::is_conj(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_conj');

export const isContiguous: {
  /** `aten::is_contiguous(Tensor self) -> bool` */
  (self: Tensor): boolean;
  /** `aten::is_contiguous.memory_format(Tensor self, MemoryFormat memory_format) -> bool` */
  (self: Tensor, memoryFormat: MemoryFormat): boolean;
} = operator('is_contiguous');

export const isDistributed: {
  /** `aten::is_distributed(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_distributed');

export const isFloatingPoint: {
  /** `aten::is_floating_point(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_floating_point');

export const isInference: {
  /** `aten::is_inference(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_inference');

export const isNeg: {
  /** `aten::is_neg(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_neg');

export const isNonzero: {
  /** `aten::is_nonzero(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_nonzero');

export const isSameSize: {
  /** `aten::is_same_size(Tensor self, Tensor other) -> bool` */
  (self: Tensor, other: Tensor): boolean;
} = operator('is_same_size');

export const isSigned: {
  /** `aten::is_signed(Tensor self) -> bool` */
  (self: Tensor): boolean;
} = operator('is_signed');

export const isVulkanAvailable: {
  /** `aten::is_vulkan_available() -> bool` */
  (): boolean;
} = operator('is_vulkan_available');

export const isclose: {
  /** `aten::isclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> Tensor` */
  (self: Tensor, other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): Tensor;
} = operator('isclose');

export const isfinite: {
  /** `aten::isfinite(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('isfinite');

export const isin: {
  /** `aten::isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor` */
  (elements: Tensor, testElements: Tensor, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
  /** `aten::isin.Scalar_Tensor(Scalar element, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor` */
  (element: Scalar, testElements: Tensor, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
  /** `aten::isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False) -> Tensor` */
  (elements: Tensor, testElement: Scalar, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
} = operator('isin');

export const isinf: {
  /** `aten::isinf(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('isinf');

export const isnan: {
  /** `aten::isnan(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('isnan');

export const isneginf: {
  /** `aten::isneginf(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('isneginf');

export const isposinf: {
  /** `aten::isposinf(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('isposinf');

export const isreal: {
  /** `aten::isreal(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('isreal');

export const istft: {
  /** `aten::istft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, bool normalized=False, bool? onesided=None, int? length=None, bool return_complex=False) -> Tensor` */
  (self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, normalized?: boolean, onesided?: boolean | null, length?: number | null, returnComplex?: boolean): Tensor;
} = operator('istft');

export const kaiserWindow: {
  /** `aten::kaiser_window(int window_length, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::kaiser_window.beta(int window_length, bool periodic, float beta, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, periodic: boolean, beta: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::kaiser_window.periodic(int window_length, bool periodic, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (windowLength: number, periodic: boolean, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('kaiser_window');

export const klDiv: {
  /** `aten::kl_div(Tensor self, Tensor target, int reduction=1, *, bool log_target=False) -> Tensor` */
  (self: Tensor, target: Tensor, reduction?: number, options?: { logTarget?: boolean }): Tensor;
} = operator('kl_div');

export const kron: {
  /** `aten::kron(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('kron');

export const kthvalue: {
  /** `aten::kthvalue(Tensor self, SymInt k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)` */
  (self: Tensor, k: number, dim?: number, keepdim?: boolean): [Tensor, Tensor];
  /** `aten::kthvalue.values(Tensor self, SymInt k, int dim=-1, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, k: number, dim: number | undefined, keepdim: boolean | undefined, options: { values: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('kthvalue');

export const l1Loss: {
  /** `aten::l1_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  (self: Tensor, target: Tensor, reduction?: number): Tensor;
} = operator('l1_loss');

export const layerNorm: {
  /** `aten::layer_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1.0000000000000001e-05, bool cudnn_enable=True) -> Tensor` */
  (input: Tensor, normalizedShape: readonly number[], weight?: Tensor | null, bias?: Tensor | null, eps?: number, cudnnEnable?: boolean): Tensor;
} = operator('layer_norm');

export const lcm: {
  /** `aten::lcm(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('lcm');

export const lcm_: {
  /** `aten::lcm_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('lcm_');

export const ldexp: {
  /** `aten::ldexp.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('ldexp');

export const ldexp_: {
  /** `aten::ldexp_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('ldexp_');

export const le: {
  /** `aten::le.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::le.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('le');

export const le_: {
  /** `aten::le_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::le_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('le_');

export const leakyRelu: {
  /** `aten::leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor` */
  (self: Tensor, negativeSlope?: Scalar): Tensor;
} = operator('leaky_relu');

export const leakyRelu_: {
  /** `aten::leaky_relu_(Tensor(a!) self, Scalar negative_slope=0.01) -> Tensor(a!)` */
  (self: Tensor, negativeSlope?: Scalar): Tensor;
} = operator('leaky_relu_');

export const lerp: {
  /** `aten::lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor` */
  (self: Tensor, end: Tensor, weight: Tensor): Tensor;
  /** `aten::lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor` */
  (self: Tensor, end: Tensor, weight: Scalar): Tensor;
} = operator('lerp');

export const lerp_: {
  /** `aten::lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)` */
  (self: Tensor, end: Tensor, weight: Tensor): Tensor;
  /** `aten::lerp_.Scalar(Tensor(a!) self, Tensor end, Scalar weight) -> Tensor(a!)` */
  (self: Tensor, end: Tensor, weight: Scalar): Tensor;
} = operator('lerp_');

export const less: {
  /** `aten::less.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::less.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('less');

export const less_: {
  /** `aten::less_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::less_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('less_');

export const lessEqual: {
  /** `aten::less_equal.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::less_equal.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('less_equal');

export const lessEqual_: {
  /** `aten::less_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::less_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('less_equal_');

export const lgamma: {
  /** `aten::lgamma(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('lgamma');

export const lgamma_: {
  /** `aten::lgamma_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('lgamma_');

export const linalgPowsum: {
  /** `aten::linalg__powsum(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('linalg__powsum');

export const linalgCholesky: {
  /** `aten::linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor` */
  (self: Tensor, options?: { upper?: boolean }): Tensor;
} = operator('linalg_cholesky');

export const linalgCholeskyEx: {
  /** `aten::linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)` */
  (self: Tensor, options?: { upper?: boolean; checkErrors?: boolean }): [Tensor, Tensor];
  /** `aten::linalg_cholesky_ex.L(Tensor self, *, bool upper=False, bool check_errors=False, Tensor(a!) L, Tensor(b!) info) -> (Tensor(a!) L, Tensor(b!) info)` */
  (self: Tensor, options: { upper?: boolean; checkErrors?: boolean; L: Tensor; info: Tensor }): [Tensor, Tensor];
} = operator('linalg_cholesky_ex');

export const linalgCond: {
  /** `aten::linalg_cond.p_str(Tensor self, str p) -> Tensor` */
  (self: Tensor, p: string): Tensor;
  /** `aten::linalg_cond(Tensor self, Scalar? p=None) -> Tensor` */
  (self: Tensor, p?: Scalar | null): Tensor;
} = operator('linalg_cond');

export const linalgCross: {
  /** `aten::linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor` */
  (self: Tensor, other: Tensor, options?: { dim?: number }): Tensor;
} = operator('linalg_cross');

export const linalgDet: {
  /** `aten::linalg_det(Tensor A) -> Tensor` */
  (A: Tensor): Tensor;
} = operator('linalg_det');

export const linalgDiagonal: {
  /** `aten::linalg_diagonal(Tensor(a) A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor(a)` */
  (A: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
} = operator('linalg_diagonal');

export const linalgEig: {
  /** `aten::linalg_eig(Tensor self) -> (Tensor eigenvalues, Tensor eigenvectors)` */
  (self: Tensor): [Tensor, Tensor];
  /** `aten::linalg_eig.out(Tensor self, *, Tensor(a!) eigenvalues, Tensor(b!) eigenvectors) -> (Tensor(a!) eigenvalues, Tensor(b!) eigenvectors)` */
  (self: Tensor, options: { eigenvalues: Tensor; eigenvectors: Tensor }): [Tensor, Tensor];
} = operator('linalg_eig');

export const linalgEigh: {
  /** `aten::linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)` */
  (self: Tensor, UPLO?: string): [Tensor, Tensor];
  /** `aten::linalg_eigh.eigvals(Tensor self, str UPLO="L", *, Tensor(a!) eigvals, Tensor(b!) eigvecs) -> (Tensor(a!) eigenvalues, Tensor(b!) eigenvectors)` */
  (self: Tensor, UPLO: string | undefined, options: { eigvals: Tensor; eigvecs: Tensor }): [Tensor, Tensor];
} = operator('linalg_eigh');

export const linalgEigvals: {
  /** `aten::linalg_eigvals(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('linalg_eigvals');

export const linalgEigvalsh: {
  /** `aten::linalg_eigvalsh(Tensor self, str UPLO="L") -> Tensor` */
  (self: Tensor, UPLO?: string): Tensor;
} = operator('linalg_eigvalsh');

export const linalgHouseholderProduct: {
  /** `aten::linalg_householder_product(Tensor input, Tensor tau) -> Tensor` */
  (input: Tensor, tau: Tensor): Tensor;
} = operator('linalg_householder_product');

export const linalgInv: {
  /** `aten::linalg_inv(Tensor A) -> Tensor` */
  (A: Tensor): Tensor;
} = operator('linalg_inv');

export const linalgInvEx: {
  /** `aten::linalg_inv_ex(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)` */
  (A: Tensor, options?: { checkErrors?: boolean }): [Tensor, Tensor];
  /** `aten::linalg_inv_ex.inverse(Tensor A, *, bool check_errors=False, Tensor(a!) inverse, Tensor(b!) info) -> (Tensor(a!) inverse, Tensor(b!) info)` */
  (A: Tensor, options: { checkErrors?: boolean; inverse: Tensor; info: Tensor }): [Tensor, Tensor];
} = operator('linalg_inv_ex');

export const linalgLdlFactor: {
  /** `aten::linalg_ldl_factor(Tensor self, *, bool hermitian=False) -> (Tensor LD, Tensor pivots)` */
  (self: Tensor, options?: { hermitian?: boolean }): [Tensor, Tensor];
  /** `aten::linalg_ldl_factor.out(Tensor self, *, bool hermitian=False, Tensor(a!) LD, Tensor(b!) pivots) -> (Tensor(a!) LD, Tensor(b!) pivots)` */
  (self: Tensor, options: { hermitian?: boolean; LD: Tensor; pivots: Tensor }): [Tensor, Tensor];
} = operator('linalg_ldl_factor');

export const linalgLdlFactorEx: {
  /** `aten::linalg_ldl_factor_ex(Tensor self, *, bool hermitian=False, bool check_errors=False) -> (Tensor LD, Tensor pivots, Tensor info)` */
  (self: Tensor, options?: { hermitian?: boolean; checkErrors?: boolean }): [Tensor, Tensor, Tensor];
  /** `aten::linalg_ldl_factor_ex.out(Tensor self, *, bool hermitian=False, bool check_errors=False, Tensor(a!) LD, Tensor(b!) pivots, Tensor(c!) info) -> (Tensor(a!) LD, Tensor(b!) pivots, Tensor(c!) info)` */
  (self: Tensor, options: { hermitian?: boolean; checkErrors?: boolean; LD: Tensor; pivots: Tensor; info: Tensor }): [Tensor, Tensor, Tensor];
} = operator('linalg_ldl_factor_ex');

export const linalgLdlSolve: {
  /** `aten::linalg_ldl_solve(Tensor LD, Tensor pivots, Tensor B, *, bool hermitian=False) -> Tensor` */
  (LD: Tensor, pivots: Tensor, B: Tensor, options?: { hermitian?: boolean }): Tensor;
} = operator('linalg_ldl_solve');

export const linalgLstsq: {
  /** `aten::linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)` */
  (self: Tensor, b: Tensor, rcond?: number | null, options?: { driver?: string | null }): [Tensor, Tensor, Tensor, Tensor];
  /** `aten::linalg_lstsq.out(Tensor self, Tensor b, float? rcond=None, *, str? driver=None, Tensor(a!) solution, Tensor(b!) residuals, Tensor(c!) rank, Tensor(d!) singular_values) -> (Tensor(a!) solution, Tensor(b!) residuals, Tensor(c!) rank, Tensor(d!) singular_values)` */
  (self: Tensor, b: Tensor, rcond: number | null | undefined, options: { driver?: string | null; solution: Tensor; residuals: Tensor; rank: Tensor; singularValues: Tensor }): [Tensor, Tensor, Tensor, Tensor];
} = operator('linalg_lstsq');

export const linalgLu: {
  /** `aten::linalg_lu(Tensor A, *, bool pivot=True) -> (Tensor P, Tensor L, Tensor U)` */
  (A: Tensor, options?: { pivot?: boolean }): [Tensor, Tensor, Tensor];
  /** `aten::linalg_lu.out(Tensor A, *, bool pivot=True, Tensor(a!) P, Tensor(b!) L, Tensor(c!) U) -> (Tensor(a!) P, Tensor(b!) L, Tensor(c!) U)` */
  (A: Tensor, options: { pivot?: boolean; P: Tensor; L: Tensor; U: Tensor }): [Tensor, Tensor, Tensor];
} = operator('linalg_lu');

export const linalgLuFactor: {
  /** `aten::linalg_lu_factor(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)` */
  (A: Tensor, options?: { pivot?: boolean }): [Tensor, Tensor];
  /** `aten::linalg_lu_factor.out(Tensor A, *, bool pivot=True, Tensor(a!) LU, Tensor(b!) pivots) -> (Tensor(a!) LU, Tensor(b!) pivots)` */
  (A: Tensor, options: { pivot?: boolean; LU: Tensor; pivots: Tensor }): [Tensor, Tensor];
} = operator('linalg_lu_factor');

export const linalgLuFactorEx: {
  /** `aten::linalg_lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False) -> (Tensor LU, Tensor pivots, Tensor info)` */
  (A: Tensor, options?: { pivot?: boolean; checkErrors?: boolean }): [Tensor, Tensor, Tensor];
  /** `aten::linalg_lu_factor_ex.out(Tensor A, *, bool pivot=True, bool check_errors=False, Tensor(a!) LU, Tensor(b!) pivots, Tensor(c!) info) -> (Tensor(a!) LU, Tensor(b!) pivots, Tensor(c!) info)` */
  (A: Tensor, options: { pivot?: boolean; checkErrors?: boolean; LU: Tensor; pivots: Tensor; info: Tensor }): [Tensor, Tensor, Tensor];
} = operator('linalg_lu_factor_ex');

export const linalgLuSolve: {
  /** `aten::linalg_lu_solve(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, bool adjoint=False) -> Tensor` */
  (LU: Tensor, pivots: Tensor, B: Tensor, options?: { left?: boolean; adjoint?: boolean }): Tensor;
} = operator('linalg_lu_solve');

export const linalgMatmul: {
  /** `aten::linalg_matmul(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('linalg_matmul');

export const linalgMatrixExp: {
  /** `aten::linalg_matrix_exp(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('linalg_matrix_exp');

export const linalgMatrixNorm: {
  /** `aten::linalg_matrix_norm.str_ord(Tensor self, str ord="fro", int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, ord?: string, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
  /** `aten::linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, ord: Scalar, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('linalg_matrix_norm');

export const linalgMatrixPower: {
  /** `aten::linalg_matrix_power(Tensor self, int n) -> Tensor` */
  (self: Tensor, n: number): Tensor;
} = operator('linalg_matrix_power');

export const linalgMatrixRank: {
  /** `aten::linalg_matrix_rank(Tensor self, float tol, bool hermitian=False) -> Tensor` */
  (self: Tensor, tol: number, hermitian?: boolean): Tensor;
  /** `aten::linalg_matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor` */
  (self: Tensor, options?: { atol?: number | null; rtol?: number | null; hermitian?: boolean }): Tensor;
  /** `aten::linalg_matrix_rank.atol_rtol_tensor(Tensor input, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor` */
  (input: Tensor, options?: { atol?: Tensor | null; rtol?: Tensor | null; hermitian?: boolean }): Tensor;
  /** `aten::linalg_matrix_rank.tol_tensor(Tensor input, Tensor tol, bool hermitian=False) -> Tensor` */
  (input: Tensor, tol: Tensor, hermitian?: boolean): Tensor;
} = operator('linalg_matrix_rank');

export const linalgMultiDot: {
  /** `aten::linalg_multi_dot(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('linalg_multi_dot');

export const linalgNorm: {
  /** `aten::linalg_norm.ord_str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, ord: string, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
  /** `aten::linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, ord?: Scalar | null, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('linalg_norm');

export const linalgPinv: {
  /** `aten::linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor` */
  (self: Tensor, rcond: number, hermitian?: boolean): Tensor;
  /** `aten::linalg_pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor` */
  (self: Tensor, options?: { atol?: number | null; rtol?: number | null; hermitian?: boolean }): Tensor;
  /** `aten::linalg_pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor` */
  (self: Tensor, options?: { atol?: Tensor | null; rtol?: Tensor | null; hermitian?: boolean }): Tensor;
  /** `aten::linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False) -> Tensor` */
  (self: Tensor, rcond: Tensor, hermitian?: boolean): Tensor;
} = operator('linalg_pinv');

export const linalgQr: {
  /** `aten::linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)` */
  (A: Tensor, mode?: string): [Tensor, Tensor];
  /** `aten::linalg_qr.out(Tensor A, str mode="reduced", *, Tensor(a!) Q, Tensor(b!) R) -> (Tensor(a!) Q, Tensor(b!) R)` */
  (A: Tensor, mode: string | undefined, options: { Q: Tensor; R: Tensor }): [Tensor, Tensor];
} = operator('linalg_qr');

export const linalgSlogdet: {
  /** `aten::linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)` */
  (A: Tensor): [Tensor, Tensor];
  /** `aten::linalg_slogdet.out(Tensor A, *, Tensor(a!) sign, Tensor(b!) logabsdet) -> (Tensor(a!) sign, Tensor(b!) logabsdet)` */
  (A: Tensor, options: { sign: Tensor; logabsdet: Tensor }): [Tensor, Tensor];
} = operator('linalg_slogdet');

export const linalgSolve: {
  /** `aten::linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor` */
  (A: Tensor, B: Tensor, options?: { left?: boolean }): Tensor;
} = operator('linalg_solve');

export const linalgSolveEx: {
  /** `aten::linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor info)` */
  (A: Tensor, B: Tensor, options?: { left?: boolean; checkErrors?: boolean }): [Tensor, Tensor];
  /** `aten::linalg_solve_ex.out(Tensor A, Tensor B, *, bool left=True, bool check_errors=False, Tensor(a!) result, Tensor(b!) info) -> (Tensor(a!) result, Tensor(b!) info)` */
  (A: Tensor, B: Tensor, options: { left?: boolean; checkErrors?: boolean; result: Tensor; info: Tensor }): [Tensor, Tensor];
} = operator('linalg_solve_ex');

export const linalgSolveTriangular: {
  /** `aten::linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor` */
  (self: Tensor, B: Tensor, options: { upper: boolean; left?: boolean; unitriangular?: boolean }): Tensor;
} = operator('linalg_solve_triangular');

export const linalgSvd: {
  /** `aten::linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)` */
  (A: Tensor, fullMatrices?: boolean, options?: { driver?: string | null }): [Tensor, Tensor, Tensor];
  /** `aten::linalg_svd.U(Tensor A, bool full_matrices=True, *, str? driver=None, Tensor(a!) U, Tensor(b!) S, Tensor(c!) Vh) -> (Tensor(a!) U, Tensor(b!) S, Tensor(c!) Vh)` */
  (A: Tensor, fullMatrices: boolean | undefined, options: { driver?: string | null; U: Tensor; S: Tensor; Vh: Tensor }): [Tensor, Tensor, Tensor];
} = operator('linalg_svd');

export const linalgSvdvals: {
  /** `aten::linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor` */
  (A: Tensor, options?: { driver?: string | null }): Tensor;
} = operator('linalg_svdvals');

export const linalgTensorinv: {
  /** `aten::linalg_tensorinv(Tensor self, int ind=2) -> Tensor` */
  (self: Tensor, ind?: number): Tensor;
} = operator('linalg_tensorinv');

export const linalgTensorsolve: {
  /** `aten::linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None) -> Tensor` */
  (self: Tensor, other: Tensor, dims?: readonly number[] | null): Tensor;
} = operator('linalg_tensorsolve');

export const linalgVander: {
  /** `aten::linalg_vander(Tensor x, *, SymInt? N=None) -> Tensor` */
  (x: Tensor, options?: { N?: number | null }): Tensor;
} = operator('linalg_vander');

export const linalgVecdot: {
  /** `aten::linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor` */
  (x: Tensor, y: Tensor, options?: { dim?: number }): Tensor;
} = operator('linalg_vecdot');

export const linalgVectorNorm: {
  /** `aten::linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('linalg_vector_norm');

export const linear: {
  /** `aten::linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor` */
  (input: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
} = operator('linear');

export const linspace: {
  /** `aten::linspace.Tensor_Tensor(Tensor start, Tensor end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Tensor, end: Tensor, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::linspace(Scalar start, Scalar end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Scalar, end: Scalar, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::linspace.Scalar_Tensor(Scalar start, Tensor end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Scalar, end: Tensor, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::linspace.Tensor_Scalar(Tensor start, Scalar end, int steps, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Tensor, end: Scalar, steps: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('linspace');

export const log: {
  /** `aten::log(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('log');

export const log10: {
  /** `aten::log10(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('log10');

export const log10_: {
  /** `aten::log10_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('log10_');

export const log1p: {
  /** `aten::log1p(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('log1p');

export const log1p_: {
  /** `aten::log1p_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('log1p_');

export const log2: {
  /** `aten::log2(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('log2');

export const log2_: {
  /** `aten::log2_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('log2_');

export const log_: {
  /** `aten::log_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('log_');

export const logNormal: {
  /** `aten::log_normal(Tensor self, float mean=1., float std=2., *, Generator? generator=None) -> Tensor` */
  (self: Tensor, mean?: number, std?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('log_normal');

export const logNormal_: {
  /** `aten::log_normal_(Tensor(a!) self, float mean=1., float std=2., *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, mean?: number, std?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('log_normal_');

export const logSigmoid: {
  /** `aten::log_sigmoid(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('log_sigmoid');

export const logSigmoidForward: {
  /** `aten::log_sigmoid_forward(Tensor self) -> (Tensor output, Tensor buffer)` */
  (self: Tensor): [Tensor, Tensor];
  /** `aten::log_sigmoid_forward.output(Tensor self, *, Tensor(a!) output, Tensor(b!) buffer) -> (Tensor(a!), Tensor(b!))` */
  (self: Tensor, options: { output: Tensor; buffer: Tensor }): [Tensor, Tensor];
} = operator('log_sigmoid_forward');

export const logSoftmax: {
  /** `aten::log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number, dtype?: DType | null): Tensor;
} = operator('log_softmax');

export const logaddexp: {
  /** `aten::logaddexp(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('logaddexp');

export const logaddexp2: {
  /** `aten::logaddexp2(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('logaddexp2');

export const logcumsumexp: {
  /** `aten::logcumsumexp(Tensor self, int dim) -> Tensor` */
  (self: Tensor, dim: number): Tensor;
} = operator('logcumsumexp');

export const logdet: {
  /** `aten::logdet(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('logdet');

export const logicalAnd: {
  /** `aten::logical_and(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('logical_and');

export const logicalAnd_: {
  /** `aten::logical_and_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('logical_and_');

export const logicalNot: {
  /** `aten::logical_not(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('logical_not');

export const logicalNot_: {
  /** `aten::logical_not_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('logical_not_');

export const logicalOr: {
  /** `aten::logical_or(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('logical_or');

export const logicalOr_: {
  /** `aten::logical_or_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('logical_or_');

export const logicalXor: {
  /** `aten::logical_xor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('logical_xor');

export const logicalXor_: {
  /** `aten::logical_xor_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('logical_xor_');

export const logit: {
  /** `aten::logit(Tensor self, float? eps=None) -> Tensor` */
  (self: Tensor, eps?: number | null): Tensor;
} = operator('logit');

export const logit_: {
  /** `aten::logit_(Tensor(a!) self, float? eps=None) -> Tensor(a!)` */
  (self: Tensor, eps?: number | null): Tensor;
} = operator('logit_');

export const logspace: {
  /** `aten::logspace.Tensor_Tensor(Tensor start, Tensor end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Tensor, end: Tensor, steps: number, base?: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::logspace(Scalar start, Scalar end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Scalar, end: Scalar, steps: number, base?: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::logspace.Scalar_Tensor(Scalar start, Tensor end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Scalar, end: Tensor, steps: number, base?: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::logspace.Tensor_Scalar(Tensor start, Scalar end, int steps, float base=10., *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Tensor, end: Scalar, steps: number, base?: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('logspace');

export const logsumexp: {
  /** `aten::logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
} = operator('logsumexp');

export const lstm: {
  /** `aten::lstm.data(Tensor data, Tensor batch_sizes, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor, Tensor)` */
  (data: Tensor, batchSizes: Tensor, hx: readonly Tensor[], params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor, Tensor];
  /** `aten::lstm.input(Tensor input, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor, Tensor)` */
  (input: Tensor, hx: readonly Tensor[], params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor, Tensor];
} = operator('lstm');

export const lstmCell: {
  /** `aten::lstm_cell(Tensor input, Tensor[] hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> (Tensor, Tensor)` */
  (input: Tensor, hx: readonly Tensor[], wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): [Tensor, Tensor];
} = operator('lstm_cell');

export const lt: {
  /** `aten::lt.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::lt.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('lt');

export const lt_: {
  /** `aten::lt_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::lt_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('lt_');

export const luSolve: {
  /** `aten::lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor` */
  (self: Tensor, LUData: Tensor, LUPivots: Tensor): Tensor;
} = operator('lu_solve');

export const luUnpack: {
  /** `aten::lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)` */
  (LUData: Tensor, LUPivots: Tensor, unpackData?: boolean, unpackPivots?: boolean): [Tensor, Tensor, Tensor];
  /** `aten::lu_unpack.out(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True, *, Tensor(a!) P, Tensor(b!) L, Tensor(c!) U) -> (Tensor(a!) P, Tensor(b!) L, Tensor(c!) U)` */
  (LUData: Tensor, LUPivots: Tensor, unpackData: boolean | undefined, unpackPivots: boolean | undefined, options: { P: Tensor; L: Tensor; U: Tensor }): [Tensor, Tensor, Tensor];
} = operator('lu_unpack');

export const mH: {
  /** `aten::mH(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('mH');

export const mT: {
  /** `aten::mT(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('mT');

export const marginRankingLoss: {
  /** `aten::margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0., int reduction=1) -> Tensor` */
  (input1: Tensor, input2: Tensor, target: Tensor, margin?: number, reduction?: number): Tensor;
} = operator('margin_ranking_loss');

export const maskedFill: {
  /** `aten::masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor` */
  (self: Tensor, mask: Tensor, value: Tensor): Tensor;
  /** `aten::masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor` */
  (self: Tensor, mask: Tensor, value: Scalar): Tensor;
} = operator('masked_fill');

export const maskedFill_: {
  /** `aten::masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)` */
  (self: Tensor, mask: Tensor, value: Tensor): Tensor;
  /** `aten::masked_fill_.Scalar(Tensor(a!) self, Tensor mask, Scalar value) -> Tensor(a!)` */
  (self: Tensor, mask: Tensor, value: Scalar): Tensor;
} = operator('masked_fill_');

export const maskedScatter: {
  /** `aten::masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor` */
  (self: Tensor, mask: Tensor, source: Tensor): Tensor;
} = operator('masked_scatter');

export const maskedScatter_: {
  /** `aten::masked_scatter_(Tensor(a!) self, Tensor mask, Tensor source) -> Tensor(a!)` */
  (self: Tensor, mask: Tensor, source: Tensor): Tensor;
} = operator('masked_scatter_');

export const maskedSelect: {
  /** `aten::masked_select(Tensor self, Tensor mask) -> Tensor` */
  (self: Tensor, mask: Tensor): Tensor;
} = operator('masked_select');

export const matmul: {
  /** `aten::matmul(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('matmul');

export const matrixH: {
  /** `aten::matrix_H(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('matrix_H');

export const matrixExp: {
  /** `aten::matrix_exp(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('matrix_exp');

export const matrixPower: {
  /** `aten::matrix_power(Tensor self, int n) -> Tensor` */
  (self: Tensor, n: number): Tensor;
} = operator('matrix_power');

export const max: {
  /** `aten::max(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
  (self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  /** `aten::max.dim_max(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) max, Tensor(b!) max_values) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, dim: number, keepdim: boolean | undefined, options: { max: Tensor; maxValues: Tensor }): [Tensor, Tensor];
  /** `aten::max.other(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('max');

export const maxPool1d: {
  /** `aten::max_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> Tensor` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
} = operator('max_pool1d');

export const maxPool1dWithIndices: {
  /** `aten::max_pool1d_with_indices(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=[0], int[1] dilation=[1], bool ceil_mode=False) -> (Tensor, Tensor)` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
} = operator('max_pool1d_with_indices');

export const maxPool2d: {
  /** `aten::max_pool2d(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> Tensor` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
} = operator('max_pool2d');

export const maxPool2dWithIndices: {
  /** `aten::max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2] stride=[], int[2] padding=0, int[2] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
} = operator('max_pool2d_with_indices');

export const maxPool3d: {
  /** `aten::max_pool3d(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> Tensor` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
} = operator('max_pool3d');

export const maxPool3dWithIndices: {
  /** `aten::max_pool3d_with_indices(Tensor self, int[3] kernel_size, int[3] stride=[], int[3] padding=0, int[3] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)` */
  (self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
} = operator('max_pool3d_with_indices');

export const maxUnpool2d: {
  /** `aten::max_unpool2d(Tensor self, Tensor indices, SymInt[2] output_size) -> Tensor` */
  (self: Tensor, indices: Tensor, outputSize: number | readonly number[]): Tensor;
} = operator('max_unpool2d');

export const maxUnpool3d: {
  /** `aten::max_unpool3d(Tensor self, Tensor indices, SymInt[3] output_size, int[3] stride, int[3] padding) -> Tensor` */
  (self: Tensor, indices: Tensor, outputSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[]): Tensor;
} = operator('max_unpool3d');

export const maximum: {
  /** `aten::maximum(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('maximum');

export const mean: {
  /** `aten::mean(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, options?: { dtype?: DType | null }): Tensor;
  /** `aten::mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('mean');

export const median: {
  /** `aten::median(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
  (self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  /** `aten::median.dim_values(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, dim: number, keepdim: boolean | undefined, options: { values: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('median');

export const meshgrid: {
  /** `aten::meshgrid(Tensor[] tensors) -> Tensor[]` */
  (tensors: readonly Tensor[]): Tensor[];
  /** `aten::meshgrid.indexing(Tensor[] tensors, *, str indexing) -> Tensor[]` */
  (tensors: readonly Tensor[], options: { indexing: string }): Tensor[];
} = operator('meshgrid');

export const min: {
  /** `aten::min(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
  (self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  /** `aten::min.dim_min(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) min, Tensor(b!) min_indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, dim: number, keepdim: boolean | undefined, options: { min: Tensor; minIndices: Tensor }): [Tensor, Tensor];
  /** `aten::min.other(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('min');

export const minimum: {
  /** `aten::minimum(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('minimum');

export const mish: {
  /** `aten::mish(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('mish');

export const mish_: {
  /** `aten::mish_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('mish_');

export const mm: {
  /** `aten::mm(Tensor self, Tensor mat2) -> Tensor` */
  (self: Tensor, mat2: Tensor): Tensor;
  /** `aten::mm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor` */
  (self: Tensor, mat2: Tensor, outDtype: DType): Tensor;
} = operator('mm');

export const mode: {
  /** `aten::mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)` */
  (self: Tensor, dim?: number, keepdim?: boolean): [Tensor, Tensor];
  /** `aten::mode.values(Tensor self, int dim=-1, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, dim: number | undefined, keepdim: boolean | undefined, options: { values: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('mode');

export const moveaxis: {
  /** `aten::moveaxis.int(Tensor(a) self, int source, int destination) -> Tensor(a)` */
  (self: Tensor, source: number, destination: number): Tensor;
  /** `aten::moveaxis.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)` */
  (self: Tensor, source: readonly number[], destination: readonly number[]): Tensor;
} = operator('moveaxis');

export const movedim: {
  /** `aten::movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)` */
  (self: Tensor, source: number, destination: number): Tensor;
  /** `aten::movedim.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)` */
  (self: Tensor, source: readonly number[], destination: readonly number[]): Tensor;
} = operator('movedim');

export const mseLoss: {
  /** `aten::mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  (self: Tensor, target: Tensor, reduction?: number): Tensor;
} = operator('mse_loss');

export const msort: {
  /** `aten::msort(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('msort');

export const mul: {
  /** `aten::mul.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::mul.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('mul');

export const mul_: {
  /** `aten::mul_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::mul_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('mul_');

export const multiMarginLoss: {
  /** `aten::multi_margin_loss(Tensor self, Tensor target, Scalar p=1, Scalar margin=1, Tensor? weight=None, int reduction=1) -> Tensor` */
  (self: Tensor, target: Tensor, p?: Scalar, margin?: Scalar, weight?: Tensor | null, reduction?: number): Tensor;
} = operator('multi_margin_loss');

export const multilabelMarginLoss: {
  /** `aten::multilabel_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  (self: Tensor, target: Tensor, reduction?: number): Tensor;
} = operator('multilabel_margin_loss');

export const multilabelMarginLossForward: {
  /** `aten::multilabel_margin_loss_forward(Tensor self, Tensor target, int reduction) -> (Tensor output, Tensor is_target)` */
  (self: Tensor, target: Tensor, reduction: number): [Tensor, Tensor];
  /** `aten::multilabel_margin_loss_forward.output(Tensor self, Tensor target, int reduction, *, Tensor(a!) output, Tensor(b!) is_target) -> (Tensor(a!), Tensor(b!))` */
  (self: Tensor, target: Tensor, reduction: number, options: { output: Tensor; isTarget: Tensor }): [Tensor, Tensor];
} = operator('multilabel_margin_loss_forward');

export const multinomial: {
  /** `aten::multinomial(Tensor self, SymInt num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor` */
  (self: Tensor, numSamples: number, replacement?: boolean, options?: { generator?: Generator | null }): Tensor;
} = operator('multinomial');

export const multiply: {
  /** `aten::multiply.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::multiply.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('multiply');

export const multiply_: {
  /** `aten::multiply_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::multiply_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('multiply_');

export const mv: {
  /** `aten::mv(Tensor self, Tensor vec) -> Tensor` */
  (self: Tensor, vec: Tensor): Tensor;
} = operator('mv');

export const mvlgamma: {
  /** `aten::mvlgamma(Tensor self, int p) -> Tensor` */
  (self: Tensor, p: number): Tensor;
} = operator('mvlgamma');

export const mvlgamma_: {
  /** `aten::mvlgamma_(Tensor(a!) self, int p) -> Tensor(a!)` */
  (self: Tensor, p: number): Tensor;
} = operator('mvlgamma_');

export const nanToNum: {
  /** `aten::nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor` */
  (self: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
} = operator('nan_to_num');

export const nanToNum_: {
  /** `aten::nan_to_num_(Tensor(a!) self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor(a!)` */
  (self: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
} = operator('nan_to_num_');

export const nanmean: {
  /** `aten::nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('nanmean');

export const nanmedian: {
  /** `aten::nanmedian(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::nanmedian.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)` */
  (self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  /** `aten::nanmedian.dim_values(Tensor self, int dim, bool keepdim=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, dim: number, keepdim: boolean | undefined, options: { values: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('nanmedian');

export const nanquantile: {
  /** `aten::nanquantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
  (self: Tensor, q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string }): Tensor;
  /** `aten::nanquantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
  (self: Tensor, q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string }): Tensor;
} = operator('nanquantile');

export const nansum: {
  /** `aten::nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('nansum');

export const narrow: {
  /** `aten::narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)` */
  (self: Tensor, dim: number, start: number, length: number): Tensor;
  /** `aten::narrow.Tensor(Tensor(a) self, int dim, Tensor start, SymInt length) -> Tensor(a)` */
  (self: Tensor, dim: number, start: Tensor, length: number): Tensor;
} = operator('narrow');

export const ne: {
  /** `aten::ne.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::ne.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('ne');

export const ne_: {
  /** `aten::ne_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::ne_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('ne_');

export const neg: {
  /** `aten::neg(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('neg');

export const neg_: {
  /** `aten::neg_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('neg_');

export const negative: {
  /** `aten::negative(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('negative');

export const negative_: {
  /** `aten::negative_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('negative_');

export const newEmpty: {
  /** `aten::new_empty(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (self: Tensor, size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('new_empty');

export const newEmptyStrided: {
  /** `aten::new_empty_strided(Tensor self, SymInt[] size, SymInt[] stride, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (self: Tensor, size: readonly number[], stride: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('new_empty_strided');

export const newFull: {
  /** `aten::new_full(Tensor self, SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (self: Tensor, size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('new_full');

export const newOnes: {
  /** `aten::new_ones(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (self: Tensor, size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('new_ones');

export const newZeros: {
  /** `aten::new_zeros(Tensor self, SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (self: Tensor, size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('new_zeros');

export const nextafter: {
  /** `aten::nextafter(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('nextafter');

export const nextafter_: {
  /** `aten::nextafter_(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('nextafter_');

export const nllLoss: {
  /** `aten::nll_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
  (self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
} = operator('nll_loss');

export const nllLoss2d: {
  /** `aten::nll_loss2d(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
  (self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
} = operator('nll_loss2d');

export const nllLoss2dForward: {
  /** `aten::nll_loss2d_forward(Tensor self, Tensor target, Tensor? weight, int reduction, SymInt ignore_index) -> (Tensor output, Tensor total_weight)` */
  (self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): [Tensor, Tensor];
  /** `aten::nll_loss2d_forward.output(Tensor self, Tensor target, Tensor? weight, int reduction, SymInt ignore_index, *, Tensor(a!) output, Tensor(b!) total_weight) -> (Tensor(a!), Tensor(b!))` */
  (self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number, options: { output: Tensor; totalWeight: Tensor }): [Tensor, Tensor];
} = operator('nll_loss2d_forward');

export const nllLossForward: {
  /** `aten::nll_loss_forward(Tensor self, Tensor target, Tensor? weight, int reduction, SymInt ignore_index) -> (Tensor output, Tensor total_weight)` */
  (self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): [Tensor, Tensor];
  /** `aten::nll_loss_forward.output(Tensor self, Tensor target, Tensor? weight, int reduction, SymInt ignore_index, *, Tensor(a!) output, Tensor(b!) total_weight) -> (Tensor(a!), Tensor(b!))` */
  (self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number, options: { output: Tensor; totalWeight: Tensor }): [Tensor, Tensor];
} = operator('nll_loss_forward');

export const nllLossNd: {
  /** `aten::nll_loss_nd(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, SymInt ignore_index=-100) -> Tensor` */
  (self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
} = operator('nll_loss_nd');

export const nonzero: {
  /** `aten::nonzero(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('nonzero');

export const nonzeroNumpy: {
  /** `aten::nonzero_numpy(Tensor self) -> Tensor[]` */
  (self: Tensor): Tensor[];
} = operator('nonzero_numpy');

export const nonzeroStatic: {
  /** `aten::nonzero_static(Tensor self, *, SymInt size, int fill_value=-1) -> Tensor` */
  (self: Tensor, options: { size: number; fillValue?: number }): Tensor;
} = operator('nonzero_static');

export const norm: {
  /** `aten::norm.Scalar(Tensor self, Scalar p=2) -> Tensor` */
  (self: Tensor, p?: Scalar): Tensor;
  /** `aten::norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor` */
  (self: Tensor, p: Scalar | null, dim: number | readonly number[], keepdim?: boolean): Tensor;
  /** `aten::norm.ScalarOpt_dim_dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor` */
  (self: Tensor, p: Scalar | null, dim: number | readonly number[], keepdim: boolean, options: { dtype: DType }): Tensor;
  /** `aten::norm.ScalarOpt_dtype(Tensor self, Scalar? p, *, ScalarType dtype) -> Tensor` */
  (self: Tensor, p: Scalar | null, options: { dtype: DType }): Tensor;
} = operator('norm');

export const normExceptDim: {
  /** `aten::norm_except_dim(Tensor v, int pow=2, int dim=0) -> Tensor` */
  (v: Tensor, pow?: number, dim?: number): Tensor;
} = operator('norm_except_dim');

export const normal: {
  /** `aten::normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor` */
  (mean: Tensor, std: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** `aten::normal.Tensor_float(Tensor mean, float std=1., *, Generator? generator=None) -> Tensor` */
  (mean: Tensor, std?: number, options?: { generator?: Generator | null }): Tensor;
  /** `aten::normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None) -> Tensor` */
  (mean: number, std: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** `aten::normal.float_float(float mean, float std, SymInt[] size, *, Generator? generator=None, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (mean: number, std: number, size: readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('normal');

export const normal_: {
  /** `aten::normal_(Tensor(a!) self, float mean=0., float std=1., *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, mean?: number, std?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('normal_');

export const normalFunctional: {
  /** `aten::normal_functional(Tensor self, float mean=0., float std=1., *, Generator? generator=None) -> Tensor` */
  (self: Tensor, mean?: number, std?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('normal_functional');

export const notEqual: {
  /** `aten::not_equal.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::not_equal.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('not_equal');

export const notEqual_: {
  /** `aten::not_equal_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::not_equal_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('not_equal_');

export const numel: {
  /** `aten::numel(Tensor self) -> int` */
  (self: Tensor): number;
} = operator('numel');

export const numpyT: {
  /** `aten::numpy_T(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('numpy_T');

export const oneHot: {
  /** `aten::one_hot(Tensor self, int num_classes=-1) -> Tensor` */
  (self: Tensor, numClasses?: number): Tensor;
} = operator('one_hot');

export const ones: {
  /** `aten::ones(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('ones');

export const onesLike: {
  /** `aten::ones_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('ones_like');

export const orgqr: {
  /** `aten::orgqr(Tensor self, Tensor input2) -> Tensor` */
  (self: Tensor, input2: Tensor): Tensor;
} = operator('orgqr');

export const ormqr: {
  /** `aten::ormqr(Tensor self, Tensor input2, Tensor input3, bool left=True, bool transpose=False) -> Tensor` */
  (self: Tensor, input2: Tensor, input3: Tensor, left?: boolean, transpose?: boolean): Tensor;
} = operator('ormqr');

export const outer: {
  /** `aten::outer(Tensor self, Tensor vec2) -> Tensor` */
  (self: Tensor, vec2: Tensor): Tensor;
} = operator('outer');

export const pad: {
  /** `aten::pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor` */
  (self: Tensor, pad: readonly number[], mode?: string, value?: number | null): Tensor;
} = operator('pad');

export const padSequence: {
  /** `aten::pad_sequence(Tensor[] sequences, bool batch_first=False, float padding_value=0., str padding_side="right") -> Tensor` */
  (sequences: readonly Tensor[], batchFirst?: boolean, paddingValue?: number, paddingSide?: string): Tensor;
} = operator('pad_sequence');

export const pairwiseDistance: {
  /** `aten::pairwise_distance(Tensor x1, Tensor x2, float p=2., float eps=9.9999999999999995e-07, bool keepdim=False) -> Tensor` */
  (x1: Tensor, x2: Tensor, p?: number, eps?: number, keepdim?: boolean): Tensor;
} = operator('pairwise_distance');

export const pdist: {
  /** `aten::pdist(Tensor self, float p=2.) -> Tensor` */
  (self: Tensor, p?: number): Tensor;
} = operator('pdist');

export const permute: {
  /** `aten::permute(Tensor(a) self, int[] dims) -> Tensor(a)` */
  (self: Tensor, dims: readonly number[]): Tensor;
} = operator('permute');

export const pinverse: {
  /** `aten::pinverse(Tensor self, float rcond=1.0000000000000001e-15) -> Tensor` */
  (self: Tensor, rcond?: number): Tensor;
} = operator('pinverse');

export const pixelShuffle: {
  /** `aten::pixel_shuffle(Tensor self, int upscale_factor) -> Tensor` */
  (self: Tensor, upscaleFactor: number): Tensor;
} = operator('pixel_shuffle');

export const pixelUnshuffle: {
  /** `aten::pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor` */
  (self: Tensor, downscaleFactor: number): Tensor;
} = operator('pixel_unshuffle');

export const poisson: {
  /** `aten::poisson(Tensor self, Generator? generator=None) -> Tensor` */
  (self: Tensor, generator?: Generator | null): Tensor;
} = operator('poisson');

export const poissonNllLoss: {
  /** `aten::poisson_nll_loss(Tensor input, Tensor target, bool log_input, bool full, float eps, int reduction) -> Tensor` */
  (input: Tensor, target: Tensor, logInput: boolean, full: boolean, eps: number, reduction: number): Tensor;
} = operator('poisson_nll_loss');

export const polar: {
  /** `aten::polar(Tensor abs, Tensor angle) -> Tensor` */
  (abs: Tensor, angle: Tensor): Tensor;
} = operator('polar');

export const polygamma: {
  /** `aten::polygamma(int n, Tensor self) -> Tensor` */
  (n: number, self: Tensor): Tensor;
} = operator('polygamma');

export const polygamma_: {
  /** `aten::polygamma_(Tensor(a!) self, int n) -> Tensor(a!)` */
  (self: Tensor, n: number): Tensor;
} = operator('polygamma_');

export const positive: {
  /** `aten::positive(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('positive');

export const pow: {
  /** `aten::pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor` */
  (self: Tensor, exponent: Tensor): Tensor;
  /** `aten::pow.Scalar(Scalar self, Tensor exponent) -> Tensor` */
  (self: Scalar, exponent: Tensor): Tensor;
  /** `aten::pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor` */
  (self: Tensor, exponent: Scalar): Tensor;
} = operator('pow');

export const pow_: {
  /** `aten::pow_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)` */
  (self: Tensor, exponent: Tensor): Tensor;
  /** `aten::pow_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)` */
  (self: Tensor, exponent: Scalar): Tensor;
} = operator('pow_');

export const prelu: {
  /** `aten::prelu(Tensor self, Tensor weight) -> Tensor` */
  (self: Tensor, weight: Tensor): Tensor;
} = operator('prelu');

export const prod: {
  /** `aten::prod(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, options?: { dtype?: DType | null }): Tensor;
  /** `aten::prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('prod');

export const promoteTypes: {
  /** `aten::promote_types(ScalarType type1, ScalarType type2) -> ScalarType` */
  (type1: DType, type2: DType): DType;
} = operator('promote_types');

export const put: {
  /** `aten::put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor` */
  (self: Tensor, index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
} = operator('put');

export const put_: {
  /** `aten::put_(Tensor(a!) self, Tensor index, Tensor source, bool accumulate=False) -> Tensor(a!)` */
  (self: Tensor, index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
} = operator('put_');

export const qr: {
  /** `aten::qr(Tensor self, bool some=True) -> (Tensor Q, Tensor R)` */
  (self: Tensor, some?: boolean): [Tensor, Tensor];
  /** `aten::qr.Q(Tensor self, bool some=True, *, Tensor(a!) Q, Tensor(b!) R) -> (Tensor(a!) Q, Tensor(b!) R)` */
  (self: Tensor, some: boolean | undefined, options: { Q: Tensor; R: Tensor }): [Tensor, Tensor];
} = operator('qr');

export const quantile: {
  /** `aten::quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
  (self: Tensor, q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string }): Tensor;
  /** `aten::quantile.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor` */
  (self: Tensor, q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string }): Tensor;
} = operator('quantile');

export const rad2deg: {
  /** `aten::rad2deg(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('rad2deg');

export const rad2deg_: {
  /** `aten::rad2deg_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('rad2deg_');

export const rand: {
  /** `aten::rand(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::rand.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('rand');

export const randLike: {
  /** `aten::rand_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `aten::rand_like.generator(Tensor self, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('rand_like');

export const randint: {
  /** `aten::randint(SymInt high, SymInt[] size, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (high: number, size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randint.generator(SymInt high, SymInt[] size, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (high: number, size: readonly number[], options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randint.low(SymInt low, SymInt high, SymInt[] size, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (low: number, high: number, size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randint.low_generator(SymInt low, SymInt high, SymInt[] size, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (low: number, high: number, size: readonly number[], options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('randint');

export const randintLike: {
  /** `aten::randint_like(Tensor self, SymInt high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, high: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randint_like.Tensor(Tensor self, Tensor high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, high: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randint_like.Tensor_generator(Tensor self, Tensor high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, high: Tensor, options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randint_like.generator(Tensor self, SymInt high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, high: number, options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randint_like.low_dtype(Tensor self, SymInt low, SymInt high, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, low: number, high: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randint_like.low_generator_dtype(Tensor self, SymInt low, SymInt high, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, low: number, high: number, options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('randint_like');

export const randn: {
  /** `aten::randn(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randn.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('randn');

export const randnLike: {
  /** `aten::randn_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randn_like.generator(Tensor self, *, Generator? generator, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('randn_like');

export const random: {
  /** `aten::random(Tensor self, *, Generator? generator=None) -> Tensor` */
  (self: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** `aten::random.from(Tensor self, int from, int? to, *, Generator? generator=None) -> Tensor` */
  (self: Tensor, from: number, to: number | null, options?: { generator?: Generator | null }): Tensor;
  /** `aten::random.to(Tensor self, int to, *, Generator? generator=None) -> Tensor` */
  (self: Tensor, to: number, options?: { generator?: Generator | null }): Tensor;
} = operator('random');

export const random_: {
  /** `aten::random_(Tensor(a!) self, *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** `aten::random_.from(Tensor(a!) self, int from, int? to, *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, from: number, to: number | null, options?: { generator?: Generator | null }): Tensor;
  /** `aten::random_.to(Tensor(a!) self, int to, *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, to: number, options?: { generator?: Generator | null }): Tensor;
} = operator('random_');

export const randperm: {
  /** `aten::randperm(SymInt n, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (n: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::randperm.generator(SymInt n, *, Generator? generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (n: number, options: { generator: Generator | null; dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('randperm');

export const range: {
  /** `aten::range(Scalar start, Scalar end, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Scalar, end: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
  /** `aten::range.step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (start: Scalar, end: Scalar, step?: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('range');

export const ravel: {
  /** `aten::ravel(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('ravel');

export const real: {
  /** `aten::real(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('real');

export const reciprocal: {
  /** `aten::reciprocal(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('reciprocal');

export const reciprocal_: {
  /** `aten::reciprocal_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('reciprocal_');

export const reflectionPad1d: {
  /** `aten::reflection_pad1d(Tensor self, SymInt[2] padding) -> Tensor` */
  (self: Tensor, padding: number | readonly number[]): Tensor;
} = operator('reflection_pad1d');

export const reflectionPad2d: {
  /** `aten::reflection_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
  (self: Tensor, padding: number | readonly number[]): Tensor;
} = operator('reflection_pad2d');

export const reflectionPad3d: {
  /** `aten::reflection_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
  (self: Tensor, padding: number | readonly number[]): Tensor;
} = operator('reflection_pad3d');

export const relu: {
  /** `aten::relu(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('relu');

export const relu6: {
  /** `aten::relu6(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('relu6');

export const relu6_: {
  /** `aten::relu6_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('relu6_');

export const relu_: {
  /** `aten::relu_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('relu_');

export const remainder: {
  /** `aten::remainder.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::remainder.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::remainder.Scalar_Tensor(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
} = operator('remainder');

export const remainder_: {
  /** `aten::remainder_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::remainder_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('remainder_');

export const renorm: {
  /** `aten::renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor` */
  (self: Tensor, p: Scalar, dim: number, maxnorm: Scalar): Tensor;
} = operator('renorm');

export const renorm_: {
  /** `aten::renorm_(Tensor(a!) self, Scalar p, int dim, Scalar maxnorm) -> Tensor(a!)` */
  (self: Tensor, p: Scalar, dim: number, maxnorm: Scalar): Tensor;
} = operator('renorm_');

export const repeat: {
  /** `aten::repeat(Tensor self, SymInt[] repeats) -> Tensor` */
  (self: Tensor, repeats: readonly number[]): Tensor;
} = operator('repeat');

export const repeatInterleave: {
  /** `aten::repeat_interleave.Tensor(Tensor repeats, *, SymInt? output_size=None) -> Tensor` */
  (repeats: Tensor, options?: { outputSize?: number | null }): Tensor;
  /** `aten::repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor` */
  (self: Tensor, repeats: Tensor, dim?: number | null, options?: { outputSize?: number | null }): Tensor;
  /** `aten::repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None) -> Tensor` */
  (self: Tensor, repeats: number, dim?: number | null, options?: { outputSize?: number | null }): Tensor;
} = operator('repeat_interleave');

export const replicationPad1d: {
  /** `aten::replication_pad1d(Tensor self, SymInt[2] padding) -> Tensor` */
  (self: Tensor, padding: number | readonly number[]): Tensor;
} = operator('replication_pad1d');

export const replicationPad2d: {
  /** `aten::replication_pad2d(Tensor self, SymInt[4] padding) -> Tensor` */
  (self: Tensor, padding: number | readonly number[]): Tensor;
} = operator('replication_pad2d');

export const replicationPad3d: {
  /** `aten::replication_pad3d(Tensor self, SymInt[6] padding) -> Tensor` */
  (self: Tensor, padding: number | readonly number[]): Tensor;
} = operator('replication_pad3d');

export const reshape: {
  /** `aten::reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)` */
  (self: Tensor, shape: readonly number[]): Tensor;
} = operator('reshape');

export const reshapeAs: {
  /** `aten::reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('reshape_as');

export const resize: {
  /** `aten::resize(Tensor self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, size: readonly number[], options?: { memoryFormat?: MemoryFormat | null }): Tensor;
} = operator('resize');

export const resize_: {
  /** `aten::resize_(Tensor(a!) self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor(a!)` */
  (self: Tensor, size: readonly number[], options?: { memoryFormat?: MemoryFormat | null }): Tensor;
} = operator('resize_');

export const resizeAs: {
  /** `aten::resize_as(Tensor self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
} = operator('resize_as');

export const resizeAs_: {
  /** `aten::resize_as_(Tensor(a!) self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor(a!)` */
  (self: Tensor, theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null }): Tensor;
} = operator('resize_as_');

export const resolveConj: {
  /** `aten::resolve_conj(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('resolve_conj');

export const resolveNeg: {
  /** `aten::resolve_neg(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('resolve_neg');

export const resultType: {
  /** `aten::result_type.Tensor(Tensor tensor, Tensor other) -> ScalarType` */
  (tensor: Tensor, other: Tensor): DType;
  /** `aten::result_type.Scalar(Tensor tensor, Scalar other) -> ScalarType` */
  (tensor: Tensor, other: Scalar): DType;
  /** `aten::result_type.Scalar_Scalar(Scalar scalar1, Scalar scalar2) -> ScalarType` */
  (scalar1: Scalar, scalar2: Scalar): DType;
  /** `aten::result_type.Scalar_Tensor(Scalar scalar, Tensor tensor) -> ScalarType` */
  (scalar: Scalar, tensor: Tensor): DType;
} = operator('result_type');

export const retainGrad: {
  /** `aten::retain_grad(Tensor(a!) self) -> ()` */
  (self: Tensor): void;
} = operator('retain_grad');

export const rmsNorm: {
  /** `aten::rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor` */
  (input: Tensor, normalizedShape: readonly number[], weight?: Tensor | null, eps?: number | null): Tensor;
} = operator('rms_norm');

export const rnnRelu: {
  /** `aten::rnn_relu.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)` */
  (data: Tensor, batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  /** `aten::rnn_relu.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)` */
  (input: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
} = operator('rnn_relu');

export const rnnReluCell: {
  /** `aten::rnn_relu_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  (input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
} = operator('rnn_relu_cell');

export const rnnTanh: {
  /** `aten::rnn_tanh.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional) -> (Tensor, Tensor)` */
  (data: Tensor, batchSizes: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  /** `aten::rnn_tanh.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)` */
  (input: Tensor, hx: Tensor, params: readonly Tensor[], hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
} = operator('rnn_tanh');

export const rnnTanhCell: {
  /** `aten::rnn_tanh_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor` */
  (input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
} = operator('rnn_tanh_cell');

export const roll: {
  /** `aten::roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor` */
  (self: Tensor, shifts: number | readonly number[], dims?: number | readonly number[]): Tensor;
} = operator('roll');

export const rot90: {
  /** `aten::rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor` */
  (self: Tensor, k?: number, dims?: readonly number[]): Tensor;
} = operator('rot90');

export const round: {
  /** `aten::round(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::round.decimals(Tensor self, *, int decimals) -> Tensor` */
  (self: Tensor, options: { decimals: number }): Tensor;
} = operator('round');

export const round_: {
  /** `aten::round_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
  /** `aten::round_.decimals(Tensor(a!) self, *, int decimals) -> Tensor(a!)` */
  (self: Tensor, options: { decimals: number }): Tensor;
} = operator('round_');

export const rowIndices: {
  /** `aten::row_indices(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('row_indices');

export const rowStack: {
  /** `aten::row_stack(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('row_stack');

export const rrelu: {
  /** `aten::rrelu(Tensor self, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor` */
  (self: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: Generator | null): Tensor;
} = operator('rrelu');

export const rrelu_: {
  /** `aten::rrelu_(Tensor(a!) self, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: Generator | null): Tensor;
} = operator('rrelu_');

export const rreluWithNoise: {
  /** `aten::rrelu_with_noise(Tensor self, Tensor(b!) noise, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor` */
  (self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: Generator | null): Tensor;
} = operator('rrelu_with_noise');

export const rreluWithNoise_: {
  /** `aten::rrelu_with_noise_(Tensor(a!) self, Tensor(b!) noise, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: Generator | null): Tensor;
} = operator('rrelu_with_noise_');

export const rreluWithNoiseFunctional: {
  /** `aten::rrelu_with_noise_functional(Tensor self, Tensor noise, Scalar lower=0.125, Scalar upper=0.33333333333333331, bool training=False, Generator? generator=None) -> (Tensor, Tensor noise_out)` */
  (self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: Generator | null): [Tensor, Tensor];
} = operator('rrelu_with_noise_functional');

export const rsqrt: {
  /** `aten::rsqrt(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('rsqrt');

export const rsqrt_: {
  /** `aten::rsqrt_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('rsqrt_');

export const rsub: {
  /** `aten::rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
  (self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** `aten::rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
  (self: Tensor, other: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('rsub');

export const scalarTensor: {
  /** `aten::scalar_tensor(Scalar s, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (s: Scalar, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('scalar_tensor');

export const scaledDotProductAttention: {
  /** `aten::scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor` */
  (query: Tensor, key: Tensor, value: Tensor, attnMask?: Tensor | null, dropoutP?: number, isCausal?: boolean, options?: { scale?: number | null; enableGqa?: boolean }): Tensor;
} = operator('scaled_dot_product_attention');

export const scatter: {
  /** `aten::scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  /** `aten::scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** `aten::scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  /** `aten::scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, value: Scalar, options: { reduce: string }): Tensor;
} = operator('scatter');

export const scatter_: {
  /** `aten::scatter_.reduce(Tensor(a!) self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  /** `aten::scatter_.src(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** `aten::scatter_.value(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  /** `aten::scatter_.value_reduce(Tensor(a!) self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, value: Scalar, options: { reduce: string }): Tensor;
} = operator('scatter_');

export const scatterAdd: {
  /** `aten::scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
} = operator('scatter_add');

export const scatterAdd_: {
  /** `aten::scatter_add_(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
} = operator('scatter_add_');

export const scatterReduce: {
  /** `aten::scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor` */
  (self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
} = operator('scatter_reduce');

export const scatterReduce_: {
  /** `aten::scatter_reduce_.two(Tensor(a!) self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor(a!)` */
  (self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
} = operator('scatter_reduce_');

export const searchsorted: {
  /** `aten::searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor` */
  (sortedSequence: Tensor, self: Tensor, options?: { outInt32?: boolean; right?: boolean; side?: string | null; sorter?: Tensor | null }): Tensor;
  /** `aten::searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor` */
  (sortedSequence: Tensor, self: Scalar, options?: { outInt32?: boolean; right?: boolean; side?: string | null; sorter?: Tensor | null }): Tensor;
} = operator('searchsorted');

export const select: {
  /** `aten::select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)` */
  (self: Tensor, dim: number, index: number): Tensor;
} = operator('select');

export const selectScatter: {
  /** `aten::select_scatter(Tensor self, Tensor src, int dim, SymInt index) -> Tensor` */
  (self: Tensor, src: Tensor, dim: number, index: number): Tensor;
} = operator('select_scatter');

export const selu: {
  /** `aten::selu(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('selu');

export const selu_: {
  /** `aten::selu_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('selu_');

export const set: {
  /** `aten::set(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
  /** `aten::set.source_Tensor(Tensor self, Tensor source) -> Tensor` */
  (self: Tensor, source: Tensor): Tensor;
} = operator('set');

export const set_: {
  /** `aten::set_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
  /** `aten::set_.source_Tensor(Tensor(a!) self, Tensor source) -> Tensor(a!)` */
  (self: Tensor, source: Tensor): Tensor;
  /** `aten::set_.source_Tensor_storage_offset(Tensor(a!) self, Tensor source, SymInt storage_offset, SymInt[] size, SymInt[] stride=[]) -> Tensor(a!)` */
  (self: Tensor, source: Tensor, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
} = operator('set_');

export const sgn: {
  /** `aten::sgn(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('sgn');

export const sgn_: {
  /** `aten::sgn_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('sgn_');

export const sigmoid: {
  /** `aten::sigmoid(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('sigmoid');

export const sigmoid_: {
  /** `aten::sigmoid_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('sigmoid_');

export const sign: {
  /** `aten::sign(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('sign');

export const sign_: {
  /** `aten::sign_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('sign_');

export const signbit: {
  /** `aten::signbit(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('signbit');

export const silu: {
  /** `aten::silu(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('silu');

export const silu_: {
  /** `aten::silu_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('silu_');

export const sin: {
  /** `aten::sin(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('sin');

export const sin_: {
  /** `aten::sin_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('sin_');

export const sinc: {
  /** `aten::sinc(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('sinc');

export const sinc_: {
  /** `aten::sinc_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('sinc_');

export const sinh: {
  /** `aten::sinh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('sinh');

export const sinh_: {
  /** `aten::sinh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('sinh_');

export const slice: {
  /** `aten::slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)` */
  (self: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
} = operator('slice');

export const sliceInverse: {
  /** `aten::slice_inverse(Tensor(a) self, Tensor src, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor(a)` */
  (self: Tensor, src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
} = operator('slice_inverse');

export const sliceScatter: {
  /** `aten::slice_scatter(Tensor self, Tensor src, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1) -> Tensor` */
  (self: Tensor, src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
} = operator('slice_scatter');

export const slogdet: {
  /** `aten::slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)` */
  (self: Tensor): [Tensor, Tensor];
  /** `aten::slogdet.out(Tensor self, *, Tensor(a!) sign, Tensor(b!) logabsdet) -> (Tensor(a!) sign, Tensor(b!) logabsdet)` */
  (self: Tensor, options: { sign: Tensor; logabsdet: Tensor }): [Tensor, Tensor];
} = operator('slogdet');

export const smm: {
  /** `aten::smm(Tensor self, Tensor mat2) -> Tensor` */
  (self: Tensor, mat2: Tensor): Tensor;
} = operator('smm');

export const smoothL1Loss: {
  /** `aten::smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.) -> Tensor` */
  (self: Tensor, target: Tensor, reduction?: number, beta?: number): Tensor;
} = operator('smooth_l1_loss');

export const softMarginLoss: {
  /** `aten::soft_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor` */
  (self: Tensor, target: Tensor, reduction?: number): Tensor;
} = operator('soft_margin_loss');

export const softmax: {
  /** `aten::softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number, dtype?: DType | null): Tensor;
} = operator('softmax');

export const softplus: {
  /** `aten::softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor` */
  (self: Tensor, beta?: Scalar, threshold?: Scalar): Tensor;
} = operator('softplus');

export const softshrink: {
  /** `aten::softshrink(Tensor self, Scalar lambd=0.5) -> Tensor` */
  (self: Tensor, lambd?: Scalar): Tensor;
} = operator('softshrink');

export const sort: {
  /** `aten::sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
  (self: Tensor, dim?: number, descending?: boolean): [Tensor, Tensor];
  /** `aten::sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)` */
  (self: Tensor, options: { stable: boolean | null; dim?: number; descending?: boolean }): [Tensor, Tensor];
  /** `aten::sort.values(Tensor self, int dim=-1, bool descending=False, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, dim: number | undefined, descending: boolean | undefined, options: { values: Tensor; indices: Tensor }): [Tensor, Tensor];
  /** `aten::sort.values_stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, options: { stable: boolean | null; dim?: number; descending?: boolean; values: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('sort');

export const specialAiryAi: {
  /** `aten::special_airy_ai(Tensor x) -> Tensor` */
  (x: Tensor): Tensor;
} = operator('special_airy_ai');

export const specialBesselJ0: {
  /** `aten::special_bessel_j0(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_bessel_j0');

export const specialBesselJ1: {
  /** `aten::special_bessel_j1(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_bessel_j1');

export const specialBesselY0: {
  /** `aten::special_bessel_y0(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_bessel_y0');

export const specialBesselY1: {
  /** `aten::special_bessel_y1(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_bessel_y1');

export const specialChebyshevPolynomialT: {
  /** `aten::special_chebyshev_polynomial_t(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_chebyshev_polynomial_t.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_chebyshev_polynomial_t.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_chebyshev_polynomial_t');

export const specialChebyshevPolynomialU: {
  /** `aten::special_chebyshev_polynomial_u(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_chebyshev_polynomial_u.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_chebyshev_polynomial_u.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_chebyshev_polynomial_u');

export const specialChebyshevPolynomialV: {
  /** `aten::special_chebyshev_polynomial_v(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_chebyshev_polynomial_v.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_chebyshev_polynomial_v.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_chebyshev_polynomial_v');

export const specialChebyshevPolynomialW: {
  /** `aten::special_chebyshev_polynomial_w(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_chebyshev_polynomial_w.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_chebyshev_polynomial_w.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_chebyshev_polynomial_w');

export const specialDigamma: {
  /** `aten::special_digamma(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_digamma');

export const specialEntr: {
  /** `aten::special_entr(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_entr');

export const specialErf: {
  /** `aten::special_erf(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_erf');

export const specialErfc: {
  /** `aten::special_erfc(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_erfc');

export const specialErfcx: {
  /** `aten::special_erfcx(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_erfcx');

export const specialErfinv: {
  /** `aten::special_erfinv(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_erfinv');

export const specialExp2: {
  /** `aten::special_exp2(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_exp2');

export const specialExpit: {
  /** `aten::special_expit(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_expit');

export const specialExpm1: {
  /** `aten::special_expm1(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_expm1');

export const specialGammainc: {
  /** `aten::special_gammainc(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('special_gammainc');

export const specialGammaincc: {
  /** `aten::special_gammaincc(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('special_gammaincc');

export const specialGammaln: {
  /** `aten::special_gammaln(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_gammaln');

export const specialHermitePolynomialH: {
  /** `aten::special_hermite_polynomial_h(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_hermite_polynomial_h.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_hermite_polynomial_h.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_hermite_polynomial_h');

export const specialHermitePolynomialHe: {
  /** `aten::special_hermite_polynomial_he(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_hermite_polynomial_he.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_hermite_polynomial_he.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_hermite_polynomial_he');

export const specialI0: {
  /** `aten::special_i0(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_i0');

export const specialI0e: {
  /** `aten::special_i0e(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_i0e');

export const specialI1: {
  /** `aten::special_i1(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_i1');

export const specialI1e: {
  /** `aten::special_i1e(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_i1e');

export const specialLaguerrePolynomialL: {
  /** `aten::special_laguerre_polynomial_l(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_laguerre_polynomial_l.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_laguerre_polynomial_l.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_laguerre_polynomial_l');

export const specialLegendrePolynomialP: {
  /** `aten::special_legendre_polynomial_p(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_legendre_polynomial_p.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_legendre_polynomial_p.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_legendre_polynomial_p');

export const specialLog1p: {
  /** `aten::special_log1p(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_log1p');

export const specialLogNdtr: {
  /** `aten::special_log_ndtr(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_log_ndtr');

export const specialLogSoftmax: {
  /** `aten::special_log_softmax(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
} = operator('special_log_softmax');

export const specialLogit: {
  /** `aten::special_logit(Tensor self, float? eps=None) -> Tensor` */
  (self: Tensor, eps?: number | null): Tensor;
} = operator('special_logit');

export const specialLogsumexp: {
  /** `aten::special_logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
} = operator('special_logsumexp');

export const specialModifiedBesselI0: {
  /** `aten::special_modified_bessel_i0(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_modified_bessel_i0');

export const specialModifiedBesselI1: {
  /** `aten::special_modified_bessel_i1(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_modified_bessel_i1');

export const specialModifiedBesselK0: {
  /** `aten::special_modified_bessel_k0(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_modified_bessel_k0');

export const specialModifiedBesselK1: {
  /** `aten::special_modified_bessel_k1(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_modified_bessel_k1');

export const specialMultigammaln: {
  /** `aten::special_multigammaln(Tensor self, int p) -> Tensor` */
  (self: Tensor, p: number): Tensor;
} = operator('special_multigammaln');

export const specialNdtr: {
  /** `aten::special_ndtr(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_ndtr');

export const specialNdtri: {
  /** `aten::special_ndtri(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_ndtri');

export const specialPolygamma: {
  /** `aten::special_polygamma(int n, Tensor self) -> Tensor` */
  (n: number, self: Tensor): Tensor;
} = operator('special_polygamma');

export const specialPsi: {
  /** `aten::special_psi(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_psi');

export const specialRound: {
  /** `aten::special_round(Tensor self, *, int decimals=0) -> Tensor` */
  (self: Tensor, options?: { decimals?: number }): Tensor;
} = operator('special_round');

export const specialScaledModifiedBesselK0: {
  /** `aten::special_scaled_modified_bessel_k0(Tensor x) -> Tensor` */
  (x: Tensor): Tensor;
} = operator('special_scaled_modified_bessel_k0');

export const specialScaledModifiedBesselK1: {
  /** `aten::special_scaled_modified_bessel_k1(Tensor x) -> Tensor` */
  (x: Tensor): Tensor;
} = operator('special_scaled_modified_bessel_k1');

export const specialShiftedChebyshevPolynomialT: {
  /** `aten::special_shifted_chebyshev_polynomial_t(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_shifted_chebyshev_polynomial_t.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_shifted_chebyshev_polynomial_t.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_shifted_chebyshev_polynomial_t');

export const specialShiftedChebyshevPolynomialU: {
  /** `aten::special_shifted_chebyshev_polynomial_u(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_shifted_chebyshev_polynomial_u.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_shifted_chebyshev_polynomial_u.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_shifted_chebyshev_polynomial_u');

export const specialShiftedChebyshevPolynomialV: {
  /** `aten::special_shifted_chebyshev_polynomial_v(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_shifted_chebyshev_polynomial_v.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_shifted_chebyshev_polynomial_v.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_shifted_chebyshev_polynomial_v');

export const specialShiftedChebyshevPolynomialW: {
  /** `aten::special_shifted_chebyshev_polynomial_w(Tensor x, Tensor n) -> Tensor` */
  (x: Tensor, n: Tensor): Tensor;
  /** `aten::special_shifted_chebyshev_polynomial_w.n_scalar(Tensor x, Scalar n) -> Tensor` */
  (x: Tensor, n: Scalar): Tensor;
  /** `aten::special_shifted_chebyshev_polynomial_w.x_scalar(Scalar x, Tensor n) -> Tensor` */
  (x: Scalar, n: Tensor): Tensor;
} = operator('special_shifted_chebyshev_polynomial_w');

export const specialSinc: {
  /** `aten::special_sinc(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('special_sinc');

export const specialSoftmax: {
  /** `aten::special_softmax(Tensor self, int dim, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number, dtype?: DType | null): Tensor;
} = operator('special_softmax');

export const specialSphericalBesselJ0: {
  /** `aten::special_spherical_bessel_j0(Tensor x) -> Tensor` */
  (x: Tensor): Tensor;
} = operator('special_spherical_bessel_j0');

export const specialXlog1py: {
  /** `aten::special_xlog1py(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::special_xlog1py.other_scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::special_xlog1py.self_scalar(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
} = operator('special_xlog1py');

export const specialXlogy: {
  /** `aten::special_xlogy(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::special_xlogy.other_scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::special_xlogy.self_scalar(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
} = operator('special_xlogy');

export const specialZeta: {
  /** `aten::special_zeta(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::special_zeta.other_scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::special_zeta.self_scalar(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
} = operator('special_zeta');

export const split: {
  /** `aten::split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]` */
  (self: Tensor, splitSize: number, dim?: number): Tensor[];
  /** `aten::split.sizes(Tensor(a -> *) self, SymInt[] split_size, int dim=0) -> Tensor(a)[]` */
  (self: Tensor, splitSize: readonly number[], dim?: number): Tensor[];
} = operator('split');

export const splitWithSizes: {
  /** `aten::split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]` */
  (self: Tensor, splitSizes: readonly number[], dim?: number): Tensor[];
} = operator('split_with_sizes');

export const sqrt: {
  /** `aten::sqrt(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('sqrt');

export const sqrt_: {
  /** `aten::sqrt_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('sqrt_');

export const square: {
  /** `aten::square(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('square');

export const square_: {
  /** `aten::square_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('square_');

export const squeeze: {
  /** `aten::squeeze(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
  /** `aten::squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)` */
  (self: Tensor, dim: number): Tensor;
  /** `aten::squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)` */
  (self: Tensor, dim: readonly number[]): Tensor;
} = operator('squeeze');

export const squeeze_: {
  /** `aten::squeeze_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
  /** `aten::squeeze_.dim(Tensor(a!) self, int dim) -> Tensor(a!)` */
  (self: Tensor, dim: number): Tensor;
  /** `aten::squeeze_.dims(Tensor(a!) self, int[] dim) -> Tensor(a!)` */
  (self: Tensor, dim: readonly number[]): Tensor;
} = operator('squeeze_');

export const stack: {
  /** `aten::stack(Tensor[] tensors, int dim=0) -> Tensor` */
  (tensors: readonly Tensor[], dim?: number): Tensor;
} = operator('stack');

export const std: {
  /** `aten::std(Tensor self, bool unbiased=True) -> Tensor` */
  (self: Tensor, unbiased?: boolean): Tensor;
  /** `aten::std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
  /** `aten::std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null; keepdim?: boolean }): Tensor;
} = operator('std');

export const stdMean: {
  /** `aten::std_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)` */
  (self: Tensor, unbiased?: boolean): [Tensor, Tensor];
  /** `aten::std_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)` */
  (self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
  /** `aten::std_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)` */
  (self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null; keepdim?: boolean }): [Tensor, Tensor];
} = operator('std_mean');

export const stft: {
  /** `aten::stft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor` */
  (self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
  /** `aten::stft.center(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, str pad_mode="reflect", bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor` */
  (self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, padMode?: string, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
} = operator('stft');

export const stride: {
  /** `aten::stride.int(Tensor self, int dim) -> int` */
  (self: Tensor, dim: number): number;
} = operator('stride');

export const sub: {
  /** `aten::sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
  (self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** `aten::sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
  (self: Tensor, other: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('sub');

export const sub_: {
  /** `aten::sub_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** `aten::sub_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, other: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('sub_');

export const subtract: {
  /** `aten::subtract.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` */
  (self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** `aten::subtract.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` */
  (self: Tensor, other: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('subtract');

export const subtract_: {
  /** `aten::subtract_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** `aten::subtract_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)` */
  (self: Tensor, other: Tensor, options?: { alpha?: Scalar }): Tensor;
} = operator('subtract_');

export const sum: {
  /** `aten::sum(Tensor self, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, options?: { dtype?: DType | null }): Tensor;
  /** `aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor` */
  (self: Tensor, dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null }): Tensor;
} = operator('sum');

export const sumToSize: {
  /** `aten::sum_to_size(Tensor self, SymInt[] size) -> Tensor` */
  (self: Tensor, size: readonly number[]): Tensor;
} = operator('sum_to_size');

export const svd: {
  /** `aten::svd(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)` */
  (self: Tensor, some?: boolean, computeUv?: boolean): [Tensor, Tensor, Tensor];
  /** `aten::svd.U(Tensor self, bool some=True, bool compute_uv=True, *, Tensor(a!) U, Tensor(b!) S, Tensor(c!) V) -> (Tensor(a!) U, Tensor(b!) S, Tensor(c!) V)` */
  (self: Tensor, some: boolean | undefined, computeUv: boolean | undefined, options: { U: Tensor; S: Tensor; V: Tensor }): [Tensor, Tensor, Tensor];
} = operator('svd');

export const swapaxes: {
  /** `aten::swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)` */
  (self: Tensor, axis0: number, axis1: number): Tensor;
} = operator('swapaxes');

export const swapaxes_: {
  /** `aten::swapaxes_(Tensor(a!) self, int axis0, int axis1) -> Tensor(a!)` */
  (self: Tensor, axis0: number, axis1: number): Tensor;
} = operator('swapaxes_');

export const swapdims: {
  /** `aten::swapdims(Tensor(a) self, int dim0, int dim1) -> Tensor(a)` */
  (self: Tensor, dim0: number, dim1: number): Tensor;
} = operator('swapdims');

export const swapdims_: {
  /** `aten::swapdims_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)` */
  (self: Tensor, dim0: number, dim1: number): Tensor;
} = operator('swapdims_');

export const t: {
  /** `aten::t(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('t');

export const t_: {
  /** `aten::t_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('t_');

export const take: {
  /** `aten::take(Tensor self, Tensor index) -> Tensor` */
  (self: Tensor, index: Tensor): Tensor;
} = operator('take');

export const takeAlongDim: {
  /** `aten::take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor` */
  (self: Tensor, indices: Tensor, dim?: number | null): Tensor;
} = operator('take_along_dim');

export const tan: {
  /** `aten::tan(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('tan');

export const tan_: {
  /** `aten::tan_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('tan_');

export const tanh: {
  /** `aten::tanh(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('tanh');

export const tanh_: {
  /** `aten::tanh_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('tanh_');

export const tensorSplit: {
  /** `aten::tensor_split.indices(Tensor(a -> *) self, SymInt[] indices, int dim=0) -> Tensor(a)[]` */
  (self: Tensor, indices: readonly number[], dim?: number): Tensor[];
  /** `aten::tensor_split.sections(Tensor(a -> *) self, SymInt sections, int dim=0) -> Tensor(a)[]` */
  (self: Tensor, sections: number, dim?: number): Tensor[];
  /** `aten::tensor_split.tensor_indices_or_sections(Tensor(a -> *) self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor(a)[]` */
  (self: Tensor, tensorIndicesOrSections: Tensor, dim?: number): Tensor[];
} = operator('tensor_split');

export const tensordot: {
  /** `aten::tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor` */
  (self: Tensor, other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]): Tensor;
} = operator('tensordot');

export const threshold: {
  /** `aten::threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor` */
  (self: Tensor, threshold: Scalar, value: Scalar): Tensor;
} = operator('threshold');

export const threshold_: {
  /** `aten::threshold_(Tensor(a!) self, Scalar threshold, Scalar value) -> Tensor(a!)` */
  (self: Tensor, threshold: Scalar, value: Scalar): Tensor;
} = operator('threshold_');

export const tile: {
  /** `aten::tile(Tensor self, SymInt[] dims) -> Tensor` */
  (self: Tensor, dims: readonly number[]): Tensor;
} = operator('tile');

export const toDense: {
  /** `aten::to_dense(Tensor self, ScalarType? dtype=None, *, bool? masked_grad=None) -> Tensor` */
  (self: Tensor, dtype?: DType | null, options?: { maskedGrad?: boolean | null }): Tensor;
} = operator('to_dense');

export const toPaddedTensor: {
  /** `aten::to_padded_tensor(Tensor self, float padding, SymInt[]? output_size=None) -> Tensor` */
  (self: Tensor, padding: number, outputSize?: readonly number[] | null): Tensor;
} = operator('to_padded_tensor');

export const toSparse: {
  /** `aten::to_sparse(Tensor self, *, Layout? layout=None, int[2]? blocksize=None, int? dense_dim=None) -> Tensor` */
  (self: Tensor, options?: { layout?: Layout | null; blocksize?: number | readonly number[] | null; denseDim?: number | null }): Tensor;
  /** `aten::to_sparse.sparse_dim(Tensor self, int sparse_dim) -> Tensor` */
  (self: Tensor, sparseDim: number): Tensor;
} = operator('to_sparse');

export const toSparseBsc: {
  /** `aten::to_sparse_bsc(Tensor self, int[2] blocksize, int? dense_dim=None) -> Tensor` */
  (self: Tensor, blocksize: number | readonly number[], denseDim?: number | null): Tensor;
} = operator('to_sparse_bsc');

export const toSparseBsr: {
  /** `aten::to_sparse_bsr(Tensor self, int[2] blocksize, int? dense_dim=None) -> Tensor` */
  (self: Tensor, blocksize: number | readonly number[], denseDim?: number | null): Tensor;
} = operator('to_sparse_bsr');

export const toSparseCsc: {
  /** `aten::to_sparse_csc(Tensor self, int? dense_dim=None) -> Tensor` */
  (self: Tensor, denseDim?: number | null): Tensor;
} = operator('to_sparse_csc');

export const toSparseCsr: {
  /** `aten::to_sparse_csr(Tensor self, int? dense_dim=None) -> Tensor` */
  (self: Tensor, denseDim?: number | null): Tensor;
} = operator('to_sparse_csr');

export const topk: {
  /** `aten::topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)` */
  (self: Tensor, k: number, dim?: number, largest?: boolean, sorted?: boolean): [Tensor, Tensor];
  /** `aten::topk.values(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True, *, Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)` */
  (self: Tensor, k: number, dim: number | undefined, largest: boolean | undefined, sorted: boolean | undefined, options: { values: Tensor; indices: Tensor }): [Tensor, Tensor];
} = operator('topk');

export const trace: {
  /** `aten::trace(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('trace');

export const transpose: {
  /** `aten::transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)` */
  (self: Tensor, dim0: number, dim1: number): Tensor;
} = operator('transpose');

export const transpose_: {
  /** `aten::transpose_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)` */
  (self: Tensor, dim0: number, dim1: number): Tensor;
} = operator('transpose_');

export const trapezoid: {
  /** `aten::trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor` */
  (y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
  /** `aten::trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor` */
  (y: Tensor, options?: { dx?: Scalar; dim?: number }): Tensor;
} = operator('trapezoid');

export const trapz: {
  /** `aten::trapz.dx(Tensor y, *, float dx=1., int dim=-1) -> Tensor` */
  (y: Tensor, options?: { dx?: number; dim?: number }): Tensor;
  /** `aten::trapz.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor` */
  (y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
} = operator('trapz');

export const triangularSolve: {
  /** `aten::triangular_solve(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False) -> (Tensor solution, Tensor cloned_coefficient)` */
  (self: Tensor, A: Tensor, upper?: boolean, transpose?: boolean, unitriangular?: boolean): [Tensor, Tensor];
  /** `aten::triangular_solve.X(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False, *, Tensor(a!) X, Tensor(b!) M) -> (Tensor(a!) solution, Tensor(b!) cloned_coefficient)` */
  (self: Tensor, A: Tensor, upper: boolean | undefined, transpose: boolean | undefined, unitriangular: boolean | undefined, options: { X: Tensor; M: Tensor }): [Tensor, Tensor];
} = operator('triangular_solve');

export const tril: {
  /** `aten::tril(Tensor self, SymInt diagonal=0) -> Tensor` */
  (self: Tensor, diagonal?: number): Tensor;
} = operator('tril');

export const tril_: {
  /** `aten::tril_(Tensor(a!) self, SymInt diagonal=0) -> Tensor(a!)` */
  (self: Tensor, diagonal?: number): Tensor;
} = operator('tril_');

export const trilIndices: {
  /** `aten::tril_indices(int row, int col, int offset=0, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (row: number, col: number, offset?: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('tril_indices');

export const tripletMarginLoss: {
  /** `aten::triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1., float p=2., float eps=9.9999999999999995e-07, bool swap=False, int reduction=1) -> Tensor` */
  (anchor: Tensor, positive: Tensor, negative: Tensor, margin?: number, p?: number, eps?: number, swap?: boolean, reduction?: number): Tensor;
} = operator('triplet_margin_loss');

export const triu: {
  /** `aten::triu(Tensor self, SymInt diagonal=0) -> Tensor` */
  (self: Tensor, diagonal?: number): Tensor;
} = operator('triu');

export const triu_: {
  /** `aten::triu_(Tensor(a!) self, SymInt diagonal=0) -> Tensor(a!)` */
  (self: Tensor, diagonal?: number): Tensor;
} = operator('triu_');

export const triuIndices: {
  /** `aten::triu_indices(int row, int col, int offset=0, *, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (row: number, col: number, offset?: number, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('triu_indices');

export const trueDivide: {
  /** `aten::true_divide.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::true_divide.Scalar(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('true_divide');

export const trueDivide_: {
  /** `aten::true_divide_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::true_divide_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('true_divide_');

export const trunc: {
  /** `aten::trunc(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('trunc');

export const trunc_: {
  /** `aten::trunc_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('trunc_');

export const typeAs: {
  /** `aten::type_as(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('type_as');

export const unbind: {
  /** `aten::unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]` */
  (self: Tensor, dim?: number): Tensor[];
} = operator('unbind');

export const unflatten: {
  /** `aten::unflatten.int(Tensor(a) self, int dim, SymInt[] sizes) -> Tensor(a)` */
  (self: Tensor, dim: number, sizes: readonly number[]): Tensor;
} = operator('unflatten');

export const unflattenDenseTensors: {
  /** `aten::unflatten_dense_tensors(Tensor flat, Tensor[] tensors) -> Tensor[]` */
  (flat: Tensor, tensors: readonly Tensor[]): Tensor[];
} = operator('unflatten_dense_tensors');

export const unfold: {
  /** `aten::unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)` */
  (self: Tensor, dimension: number, size: number, step: number): Tensor;
} = operator('unfold');

export const uniform: {
  /** `aten::uniform(Tensor self, float from=0., float to=1., *, Generator? generator=None) -> Tensor` */
  (self: Tensor, from?: number, to?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('uniform');

export const uniform_: {
  /** `aten::uniform_(Tensor(a!) self, float from=0., float to=1., *, Generator? generator=None) -> Tensor(a!)` */
  (self: Tensor, from?: number, to?: number, options?: { generator?: Generator | null }): Tensor;
} = operator('uniform_');

export const uniqueConsecutive: {
  /** `aten::unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None) -> (Tensor, Tensor, Tensor)` */
  (self: Tensor, returnInverse?: boolean, returnCounts?: boolean, dim?: number | null): [Tensor, Tensor, Tensor];
} = operator('unique_consecutive');

export const uniqueDim: {
  /** `aten::unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
  (self: Tensor, dim: number, sorted?: boolean, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
} = operator('unique_dim');

export const uniqueDimConsecutive: {
  /** `aten::unique_dim_consecutive(Tensor self, int dim, bool return_inverse=False, bool return_counts=False) -> (Tensor, Tensor, Tensor)` */
  (self: Tensor, dim: number, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
} = operator('unique_dim_consecutive');

export const unsqueeze: {
  /** `aten::unsqueeze(Tensor(a) self, int dim) -> Tensor(a)` */
  (self: Tensor, dim: number): Tensor;
} = operator('unsqueeze');

export const unsqueeze_: {
  /** `aten::unsqueeze_(Tensor(a!) self, int dim) -> Tensor(a!)` */
  (self: Tensor, dim: number): Tensor;
} = operator('unsqueeze_');

export const upsampleBicubic2d: {
  /** `aten::upsample_bicubic2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesH?: number | null, scalesW?: number | null): Tensor;
  /** `aten::upsample_bicubic2d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor` */
  (input: Tensor, outputSize: readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
} = operator('upsample_bicubic2d');

export const upsampleBilinear2d: {
  /** `aten::upsample_bilinear2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float? scales_w=None) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesH?: number | null, scalesW?: number | null): Tensor;
  /** `aten::upsample_bilinear2d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor` */
  (input: Tensor, outputSize: readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
} = operator('upsample_bilinear2d');

export const upsampleLinear1d: {
  /** `aten::upsample_linear1d(Tensor self, SymInt[1] output_size, bool align_corners, float? scales=None) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scales?: number | null): Tensor;
  /** `aten::upsample_linear1d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor` */
  (input: Tensor, outputSize: readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
} = operator('upsample_linear1d');

export const upsampleNearest1d: {
  /** `aten::upsample_nearest1d(Tensor self, SymInt[1] output_size, float? scales=None) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[], scales?: number | null): Tensor;
  /** `aten::upsample_nearest1d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor` */
  (input: Tensor, outputSize: readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
} = operator('upsample_nearest1d');

export const upsampleNearest2d: {
  /** `aten::upsample_nearest2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[], scalesH?: number | null, scalesW?: number | null): Tensor;
  /** `aten::upsample_nearest2d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor` */
  (input: Tensor, outputSize: readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
} = operator('upsample_nearest2d');

export const upsampleNearest3d: {
  /** `aten::upsample_nearest3d(Tensor self, SymInt[3] output_size, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[], scalesD?: number | null, scalesH?: number | null, scalesW?: number | null): Tensor;
  /** `aten::upsample_nearest3d.vec(Tensor input, SymInt[]? output_size, float[]? scale_factors) -> Tensor` */
  (input: Tensor, outputSize: readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
} = operator('upsample_nearest3d');

export const upsampleTrilinear3d: {
  /** `aten::upsample_trilinear3d(Tensor self, SymInt[3] output_size, bool align_corners, float? scales_d=None, float? scales_h=None, float? scales_w=None) -> Tensor` */
  (self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesD?: number | null, scalesH?: number | null, scalesW?: number | null): Tensor;
  /** `aten::upsample_trilinear3d.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor` */
  (input: Tensor, outputSize: readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
} = operator('upsample_trilinear3d');

export const vander: {
  /** `aten::vander(Tensor x, int? N=None, bool increasing=False) -> Tensor` */
  (x: Tensor, N?: number | null, increasing?: boolean): Tensor;
} = operator('vander');

const varFunction: {
  /** `aten::var(Tensor self, bool unbiased=True) -> Tensor` */
  (self: Tensor, unbiased?: boolean): Tensor;
  /** `aten::var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
  /** `aten::var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor` */
  (self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null; keepdim?: boolean }): Tensor;
} = operator('var');

export const varMean: {
  /** `aten::var_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)` */
  (self: Tensor, unbiased?: boolean): [Tensor, Tensor];
  /** `aten::var_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)` */
  (self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
  /** `aten::var_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)` */
  (self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null; keepdim?: boolean }): [Tensor, Tensor];
} = operator('var_mean');

export const vdot: {
  /** `aten::vdot(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('vdot');

export const view: {
  /** `aten::view(Tensor(a) self, SymInt[] size) -> Tensor(a)` */
  (self: Tensor, size: readonly number[]): Tensor;
  /** `aten::view.dtype(Tensor(a) self, ScalarType dtype) -> Tensor(a)` */
  (self: Tensor, dtype: DType): Tensor;
} = operator('view');

export const viewAs: {
  /** `aten::view_as(Tensor(a) self, Tensor other) -> Tensor(a)` */
  (self: Tensor, other: Tensor): Tensor;
} = operator('view_as');

export const viewAsComplex: {
  /** `aten::view_as_complex(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('view_as_complex');

export const viewAsReal: {
  /** `aten::view_as_real(Tensor(a) self) -> Tensor(a)` */
  (self: Tensor): Tensor;
} = operator('view_as_real');

export const vsplit: {
  /** `aten::vsplit.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]` */
  (self: Tensor, indices: readonly number[]): Tensor[];
  /** `aten::vsplit.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]` */
  (self: Tensor, sections: number): Tensor[];
} = operator('vsplit');

export const vstack: {
  /** `aten::vstack(Tensor[] tensors) -> Tensor` */
  (tensors: readonly Tensor[]): Tensor;
} = operator('vstack');

export const where: {
  /** `aten::where(Tensor condition) -> Tensor[]` */
  (condition: Tensor): Tensor[];
  /** `aten::where.self(Tensor condition, Tensor self, Tensor other) -> Tensor` */
  (condition: Tensor, self: Tensor, other: Tensor): Tensor;
  /** `aten::where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor` */
  (condition: Tensor, self: Scalar, other: Scalar): Tensor;
  /** `aten::where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor` */
  (condition: Tensor, self: Tensor, other: Scalar): Tensor;
  /** `aten::where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor` */
  (condition: Tensor, self: Scalar, other: Tensor): Tensor;
} = operator('where');

export const xlogy: {
  /** `aten::xlogy.Tensor(Tensor self, Tensor other) -> Tensor` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor` */
  (self: Tensor, other: Scalar): Tensor;
  /** `aten::xlogy.Scalar_Self(Scalar self, Tensor other) -> Tensor` */
  (self: Scalar, other: Tensor): Tensor;
} = operator('xlogy');

export const xlogy_: {
  /** `aten::xlogy_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)` */
  (self: Tensor, other: Tensor): Tensor;
  /** `aten::xlogy_.Scalar_Other(Tensor(a!) self, Scalar other) -> Tensor(a!)` */
  (self: Tensor, other: Scalar): Tensor;
} = operator('xlogy_');

export const zero: {
  /** `aten::zero(Tensor self) -> Tensor` */
  (self: Tensor): Tensor;
} = operator('zero');

export const zero_: {
  /** `aten::zero_(Tensor(a!) self) -> Tensor(a!)` */
  (self: Tensor): Tensor;
} = operator('zero_');

export const zeros: {
  /** `aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` */
  (size: readonly number[], options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; requiresGrad?: boolean }): Tensor;
} = operator('zeros');

export const zerosLike: {
  /** `aten::zeros_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor` */
  (self: Tensor, options?: { dtype?: DType | null; layout?: Layout | null; device?: Device | null; pinMemory?: boolean | null; memoryFormat?: MemoryFormat | null; requiresGrad?: boolean }): Tensor;
} = operator('zeros_like');

export { varFunction as var };
