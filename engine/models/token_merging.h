// Token merging (Bolya and Hoffman 2023, arXiv 2303.17604): alike tokens of a picture go through self-attention as one.
// The top left token of each 2x2 block stays; of the others the ratio's share with the most alike partner among those is averaged into
// it, and gets its result back afterwards. Nothing is drawn, as A1111 has it. Tokens [N,L,C] with L = height * width.
// Source: dbolya/tomesd tomesd/merge.py, bipartite_soft_matching_random2d with no_rand.
#pragma once

#include "engine/models/attention.h"

namespace likeness::models {

class TokenMerging {
 public:
  /// `ratio` of all tokens are merged, at most all that do not stay. Which, `metric` [N,L,C] says by cosine similarity.
  TokenMerging(const at::Tensor& metric, const TokenGrid& grid, double ratio);

  at::Tensor merge(const at::Tensor& x) const;    // [N,L,C] -> [N,L-merged,C]
  at::Tensor unmerge(const at::Tensor& x) const;  // and back

 private:
  std::int64_t tokens_;
  at::Tensor staying_, others_;      // [S], [L-S]: places in the picture
  at::Tensor lone_, merged_, into_;  // [N,L-S-m], [N,m] in `others_`; [N,m] in `staying_`
};

}  // namespace likeness::models
